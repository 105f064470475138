package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL that writes to disk, can be killed and stopped, and keeps its data.
 * <p>
 * One thread at a time does something to it.
 */
final class Postgres implements AutoCloseable {

    private final Path folder;
    private final Path data;
    private EmbeddedPostgres server;
    private final int port;
    private long postmaster;

    /**
     * @param folder where its log goes
     */
    Postgres(Path folder) {
        this.folder = folder;
        try {
            data = Files.createTempDirectory("journal-faults");
            server = start(0);
            port = server.getPort();
            postmaster = readPid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start(int atPort) throws IOException {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).setPort(atPort)
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200").setServerConfig("log_lock_waits", "on")
                .setServerConfig("log_line_prefix", "'%m [%p] %a '")
                // Small segments, so that a limit on the size of files can be below that of a table and above that of WAL. The
                // library has no other way to hand an option to initdb.
                .setLocaleConfig("wal-segsize", "1")
                // A disk that is shared with others must not make recovery long
                .setServerConfig("max_wal_size", "256MB")
                .setPGStartupWait(Duration.ofSeconds(60)).setOutputRedirector(log).start();
    }

    private long readPid() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    }

    int port() {
        return port;
    }

    /** Kills it as a power cut does. The postmaster's children either go with it, or find out by themselves. */
    void kill(boolean withChildren) {
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> children = handle.descendants().toList();
        Signals.send("KILL", postmaster);
        if (withChildren) {
            children.forEach(child -> Signals.send("KILL", child.pid()));
        }
        // The next server must not meet what is left of this one
        Stream.concat(Stream.of(handle), children.stream()).forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS)
                .join());
        close(server);
    }

    /** Returns when it accepts connections. */
    void restart() {
        try {
            server = start(port);
            postmaster = readPid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops all its processes where they are. */
    void pause() {
        Signals.send("STOP", postmaster);
        ProcessHandle.of(postmaster).ifPresent(
                handle -> handle.descendants().forEach(child -> Signals.send("STOP", child.pid())));
    }

    void goOn() {
        ProcessHandle.of(postmaster).ifPresent(
                handle -> handle.descendants().forEach(child -> Signals.send("CONT", child.pid())));
        Signals.send("CONT", postmaster);
    }

    /**
     * Lets no file grow beyond a size, or lifts that limit: to whoever writes it is as if the disk were full.
     *
     * @param bytes the size, or {@code unlimited}
     * @return whether this machine can do that
     */
    boolean limitFiles(String bytes) throws InterruptedException {
        List<Long> processes = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster).ifPresent(handle -> handle.descendants().forEach(child -> processes.add(child.pid())));
        boolean limited = true;
        for (long process : processes) {
            try {
                limited &= new ProcessBuilder("prlimit", "--pid", Long.toString(process), "--fsize=" + bytes + ":")
                        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            }
        }
        return limited;
    }

    String url(int throughPort) {
        return "jdbc:postgresql://127.0.0.1:" + throughPort + "/postgres?user=postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(port) + "&connectTimeout=2&socketTimeout=60&ApplicationName=faults");
    }

    /** Whether it takes connections and answers. */
    boolean answers() {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    /** Its own close waits for a server that may be dead; that is said and goes on. */
    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        goOn();
        close(server);
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
