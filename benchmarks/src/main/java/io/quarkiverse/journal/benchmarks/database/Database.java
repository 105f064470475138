package io.quarkiverse.journal.benchmarks.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL of its own that does write to disk, with its defaults otherwise. */
public final class Database implements AutoCloseable {

    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * @param folder where its data lies while it runs; a disk, since a file system in memory makes every fsync free
     */
    public static Database start(Path folder) throws IOException, SQLException {
        Files.createDirectories(folder);
        Database database = new Database(EmbeddedPostgres.builder()
                .setDataDirectory(Files.createTempDirectory(folder.toAbsolutePath(), "postgres"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "4GB")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start());
        if (!database.text("SHOW fsync").equals("on") || !database.text("SHOW synchronous_commit").equals("on")) {
            database.close();
            throw new IllegalStateException("The server would not write to disk: every figure would be wrong");
        }
        return database;
    }

    public String url() {
        return server.getJdbcUrl(USER, "postgres");
    }

    public int port() {
        return server.getPort();
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String text(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Writes what is dirty, so that it does not fall due while the next contender is measured. */
    public void settle() throws SQLException {
        execute("CHECKPOINT");
    }

    /** What the server is. */
    public String describe() throws SQLException {
        return "PostgreSQL " + text("SHOW server_version") + ", fsync " + text("SHOW fsync") + ", synchronous_commit "
                + text("SHOW synchronous_commit") + ", shared_buffers " + text("SHOW shared_buffers") + ", max_wal_size "
                + text("SHOW max_wal_size");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
