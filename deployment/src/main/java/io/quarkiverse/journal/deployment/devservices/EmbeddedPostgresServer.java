package io.quarkiverse.journal.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Level;

import org.jspecify.annotations.Nullable;

import io.quarkus.deployment.builditem.Startable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * One PostgreSQL process and its data. Started and closed by one thread at a time.
 */
final class EmbeddedPostgresServer implements Startable {

    /** Long enough to recover what a killed server left behind. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private static final String LAUNCHER = EmbeddedPostgres.class.getPackageName();

    private final ServerSettings settings;
    private final ServerFolder folder;
    private final Duration longestStart;
    private @Nullable EmbeddedPostgres postgres;

    EmbeddedPostgresServer(ServerSettings settings, ServerFolder folder) {
        this(settings, folder, LONGEST_START);
    }

    EmbeddedPostgresServer(ServerSettings settings, ServerFolder folder, Duration longestStart) {
        this.settings = settings;
        this.folder = folder;
        this.longestStart = longestStart;
    }

    @Override
    public void start() {
        try (QuietLog quiet = QuietLog.of(LAUNCHER, Level.WARNING)) {
            folder.open();
            postgres = launch();
            createDatabase(postgres);
            folder.markComplete();
        } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
            IllegalStateException failure = new IllegalStateException(
                    "The PostgreSQL of dev mode and tests did not start, with "
                            + settings + " in " + folder.root() + ": " + e.getMessage() + folder.lastLogLines()
                            + "\nSet quarkus.datasource.jdbc.url to use a PostgreSQL of your own, or start a container runtime, or set"
                            + " quarkus.journal.devservices.enabled=false. If its data is damaged, delete the folder.",
                    e);
            closeAfter(failure);
            throw failure;
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        Redirect log = Redirect.appendTo(folder.log().toFile());
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(BundledBinaries.INSTANCE)
                .setDataDirectory(folder.data())
                .setCleanDataDirectory(false)
                // Closed by the Dev Services' own life cycle, after the application: a hook of its own would race with it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(longestStart)
                .setPort(settings.port())
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // The same sorting and letters on every machine, whatever its environment says.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // Both are off in an embedded server; durability would be untested.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String owner = statement.enquoteIdentifier(settings.username(), true);
            if (isMissing(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", settings.username())) {
                statement.execute("CREATE ROLE " + owner + " LOGIN SUPERUSER");
            }
            if (isMissing(connection, "SELECT 1 FROM pg_database WHERE datname = ?", settings.database())) {
                statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(settings.database(), true)
                        + " OWNER " + owner);
            }
        }
    }

    private static boolean isMissing(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return !statement.executeQuery().next();
        }
    }

    String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    String reactiveUrl() {
        return "postgresql://127.0.0.1:" + started().getPort() + "/" + settings.database();
    }

    String describe() {
        return "PostgreSQL without a container at " + jdbcUrl() + ", user " + settings.username() + ", " + folder.describe();
    }

    @Override
    public String getConnectionInfo() {
        return jdbcUrl();
    }

    @Override
    public @Nullable String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        EmbeddedPostgres running = postgres;
        postgres = null;
        try (QuietLog quiet = QuietLog.of(LAUNCHER, Level.WARNING); folder) {
            if (running != null) {
                Postmaster.of(folder.data()).closeWith(running);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not clear away " + folder.root() + ", where PostgreSQL ran", e);
        }
    }

    private void closeAfter(IllegalStateException failure) {
        try {
            if (folder.isOpen()) {
                // It may run, and have been too slow to say so.
                Postmaster.of(folder.data()).stop();
            }
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private EmbeddedPostgres started() {
        EmbeddedPostgres running = postgres;
        if (running == null) {
            throw new IllegalStateException("PostgreSQL is not running in " + folder.root());
        }
        return running;
    }
}
