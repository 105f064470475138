package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;

import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.pool.DataSource;

/**
 * The journal's own connections, to the same database and as the same user as the application's datasource: an exhausted
 * application pool neither stops the journal nor waits for it.
 * <p>
 * Connections of this node: one of the writer, one of the tail, and up to {@code quarkus.journal.read.max-connections} that
 * read pages for all readers.
 * <p>
 * Thread-safe.
 */
public final class JournalPools implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(JournalPools.class);

    /**
     * The writer never waits long inside a transaction of its own. If it stalls there, whoever has waited for the lock
     * frees it, or at last the server does. If its host vanishes in the middle of a statement and nobody else writes, only
     * TCP can tell; its default is two hours, with the journal's lock held.
     * Scans that are switched off count as so costly that the server would compile every batch: that took a hundred times as
     * long as the batch.
     */
    private static final String WRITER_SESSION = """
            SET synchronous_commit = on;
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_read_only = off;
            SET enable_seqscan = off;
            SET enable_bitmapscan = off;
            SET lock_timeout = '3s';
            SET idle_in_transaction_session_timeout = '10s';
            SET jit = off;
            SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = '15s';
            SET application_name = 'quarkus-journal writer'""";

    /**
     * Custom plans: a generic one cannot know whether a topic is rare, and made a rare one a thousand times slower. No bitmaps:
     * where there are no statistics yet, the planner would gather all that follows, and sort it, for each page.
     */
    static final String READER_SESSION = """
            SET plan_cache_mode = force_custom_plan;
            SET enable_bitmapscan = off;
            SET default_transaction_isolation = 'read committed';
            SET idle_in_transaction_session_timeout = '60s';
            SET jit = off;
            SET application_name = 'quarkus-journal reader'""";

    /**
     * Retention takes locks that are compatible with those of readers and writers. What it nevertheless has to wait for it
     * gives
     * up
     * soon and tries again later, since others queue behind whoever waits for a lock.
     */
    private static final String RETENTION_SESSION = """
            SET synchronous_commit = on;
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_read_only = off;
            SET enable_seqscan = off;
            SET enable_bitmapscan = off;
            SET enable_hashjoin = off;
            SET enable_mergejoin = off;
            SET plan_cache_mode = force_custom_plan;
            SET lock_timeout = '1s';
            SET idle_in_transaction_session_timeout = '10s';
            SET jit = off;
            SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2;
            SET tcp_keepalives_count = 3;
            SET application_name = 'quarkus-journal retention'""";

    /**
     * A server that accepts and then says nothing would hold the pool's one thread that connects for ever. Whatever is wrong
     * with
     * the network, the journal is to be live again ten seconds after it is mended.
     */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(4);

    /** What the driver hands work to that it does at once. */
    private static final Executor DIRECT = Runnable::run;

    private final AgroalDataSource writer;
    private final AgroalDataSource readers;
    private final AgroalDataSource retention;
    private final Duration writerTimeout;
    private final Duration readerTimeout;

    public JournalPools(AgroalDataSource application, int readerConnections, Duration writerTimeout, Duration readerTimeout) {
        AgroalConnectionPoolConfiguration pool = application.getConfiguration().connectionPoolConfiguration();
        // One more than is held for long: creating a partition must not wait for the writer.
        this.writer = pool(pool.connectionFactoryConfiguration(), 2, WRITER_SESSION);
        // One more for the tail.
        this.readers = pool(pool.connectionFactoryConfiguration(), readerConnections + 1, READER_SESSION);
        this.retention = pool(pool.connectionFactoryConfiguration(), 1, RETENTION_SESSION);
        this.writerTimeout = writerTimeout;
        this.readerTimeout = readerTimeout;
    }

    private static AgroalDataSource pool(AgroalConnectionFactoryConfiguration application, int size, String session) {
        String initialSql = application.initialSql() == null || application.initialSql().isBlank() ? session
                : application.initialSql() + "\n;" + session;
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier();
        configuration.connectionPoolConfiguration()
                .connectionFactoryConfiguration(new AgroalConnectionFactoryConfigurationSupplier(application)
                        .autoCommit(true)
                        // Its details show the row, payload and all, in logs and in exceptions.
                        .jdbcProperty("logServerErrorDetail", "false")
                        .loginTimeout(application.loginTimeout().isZero() ? LOGIN_TIMEOUT : application.loginTimeout())
                        .jdbcTransactionIsolation(TransactionIsolation.READ_COMMITTED)
                        .initialSql(initialSql))
                .transactionIntegration(TransactionIntegration.none())
                .exceptionSorter(new PostgreSQLExceptionSorter())
                .minSize(0)
                .maxSize(size)
                .acquisitionTimeout(Duration.ofSeconds(10))
                .idleValidationTimeout(Duration.ofSeconds(10))
                .reapTimeout(Duration.ofMinutes(5));
        AgroalDataSourceConfiguration built = configuration.get();
        return new DataSource(built);
    }

    /** A connection to write on. Statements that take too long break it. */
    public Connection writer() throws SQLException {
        return withTimeout(writer.getConnection(), writerTimeout);
    }

    /** A connection to read on. Statements that take too long break it. */
    public Connection reader() throws SQLException {
        return withTimeout(readers.getConnection(), readerTimeout);
    }

    /** The one connection to remove events on. Statements that take too long break it. */
    public Connection retention() throws SQLException {
        return withTimeout(retention.getConnection(), readerTimeout);
    }

    private static Connection withTimeout(Connection connection, Duration timeout) throws SQLException {
        try {
            connection.setNetworkTimeout(DIRECT, Math.toIntExact(timeout.toMillis()));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Breaks a connection under whatever is being done with it. Whoever holds it gives it back then, and its pool replaces it.
     */
    public static void abort(Connection connection) {
        try {
            // The driver's own: Agroal's abort lets go of the connection first and then aborts nothing. The session would stay,
            // with what it has locked, and so would its place in the pool; after two of them the writer never wrote again.
            connection.unwrap(PgConnection.class).abort(DIRECT);
        } catch (SQLException e) {
            LOG.debug("Aborting a connection of the journal failed", e);
        }
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        retention.close();
    }
}
