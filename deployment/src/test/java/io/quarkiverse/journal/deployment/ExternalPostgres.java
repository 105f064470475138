package io.quarkiverse.journal.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import io.quarkus.test.QuarkusUnitTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL that is not the Dev Service: it is there before the application starts and after it has ended. */
public final class ExternalPostgres {

    private static final String PORT = "external.postgres.port";

    private @Nullable EmbeddedPostgres server;

    /** Starts and ends the server around the test, and configures its URL. */
    public QuarkusUnitTest around(QuarkusUnitTest test) {
        return test.setBeforeAllCustomizer(this::start)
                .setAfterAllCustomizer(this::stop)
                .overrideConfigKey("quarkus.datasource.username", "postgres")
                .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:${" + PORT + "}/postgres");
    }

    public String ask(String query) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private void start() {
        try {
            server = EmbeddedPostgres.builder().setServerConfig("fsync", "on")
                    .setServerConfig("max_prepared_transactions", "10").start();
            System.setProperty(PORT, Integer.toString(server.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        System.clearProperty(PORT);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the application under test sees it. */
    public static String port() {
        return System.getProperty(PORT);
    }
}
