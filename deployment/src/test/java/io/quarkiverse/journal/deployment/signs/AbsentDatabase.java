package io.quarkiverse.journal.deployment.signs;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The application's database takes no connections, and has ended those it had, until this is closed. */
final class AbsentDatabase implements AutoCloseable {

    private final Connection elsewhere;
    private final String database;

    AbsentDatabase(String url, String username, String password) throws SQLException {
        this.elsewhere = DriverManager.getConnection(url.replaceFirst("/[^/]+$", "/template1"), username, password);
        this.database = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
        execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = elsewhere.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (elsewhere) {
            execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
        }
    }
}
