package io.quarkiverse.journal.runtime.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.postgresql.Driver;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL for tests, one for the whole run, that does write to disk. Another server can be given by the system
 * properties {@code journal.test.jdbc-url}, {@code journal.test.username} and {@code journal.test.password}.
 */
public final class RealPostgres {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private RealPostgres() {
    }

    private static final class Started {

        static final String URL = start();

        private static String start() {
            String given = System.getProperty("journal.test.jdbc-url", "");
            if (!given.isEmpty()) {
                return given;
            }
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("max_prepared_transactions", "20")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server.getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static String url() {
        return Started.URL;
    }

    public static String username() {
        return System.getProperty("journal.test.username", "postgres");
    }

    public static String password() {
        return System.getProperty("journal.test.password", "postgres");
    }

    /** A schema that no other test of this run, or of an earlier one on the same server, has used. */
    public static String freshSchema() {
        return "t" + Long.toString(System.currentTimeMillis(), 36) + "_" + SCHEMAS.incrementAndGet();
    }

    /** What an application's pool would be. */
    public static AgroalDataSource applicationPool(String url) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier();
        configuration.connectionPoolConfiguration().maxSize(4).connectionFactoryConfiguration()
                .jdbcUrl(url)
                .connectionProviderClass(Driver.class)
                .principal(new NamePrincipal(username()))
                .credential(new SimplePassword(password()));
        return new io.agroal.pool.DataSource(configuration.get());
    }

    public static void execute(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public static long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Lets the server's statistics have what the statement's session has done up to now. */
    public static void flushStatistics(Statement statement) throws SQLException {
        assumeTrue(statement.getConnection().getMetaData().getDatabaseMajorVersion() >= 15,
                "What a session has read is told at once since PostgreSQL 15 only (pg_stat_force_next_flush)");
        statement.execute("SELECT pg_stat_force_next_flush()");
    }

    public static Connection connect() throws SQLException {
        return java.sql.DriverManager.getConnection(url(), username(), password());
    }
}
