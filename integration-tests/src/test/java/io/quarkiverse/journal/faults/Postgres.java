package io.quarkiverse.journal.faults;

import static org.awaitility.Awaitility.await;

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
import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * A real PostgreSQL that writes to disk, can be killed and stopped, and keeps its data.
 * <p>
 * One thread at a time does something to it.
 */
public final class Postgres implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(30);

    /** Its clock. */
    final Clock clock;
    private final Path log;
    private final Path data;
    private final int port;
    private final List<String> command;
    private Process postmaster;

    /**
     * @param folder where its log goes
     */
    public Postgres(Path folder) {
        log = folder.resolve("postgres.log");
        clock = new Clock(folder.resolve("postgres.clock"));
        try {
            data = Files.createTempDirectory("journal-faults");
            try (EmbeddedPostgres installed = install()) {
                port = installed.getPort();
                command = command();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    private EmbeddedPostgres install() throws IOException {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false)
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200").setServerConfig("log_lock_waits", "on")
                .setServerConfig("log_line_prefix", "'%m [%p] %a '").setServerConfig("log_min_error_statement", "fatal")
                // Small segments, so that a limit on the size of files can be below that of a table and above that of WAL. The
                // library has no other way to hand an option to initdb.
                .setLocaleConfig("wal-segsize", "1")
                // A disk that is shared with others must not make recovery long
                .setServerConfig("max_wal_size", "256MB")
                .setPGStartupWait(START).setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /** What started the present server; the library cannot start one with a clock of its own. */
    private List<String> command() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle.Info server = ProcessHandle.of(pid).orElseThrow().info();
        // PostgreSQL does not run as root: in a space of its own it is nobody.
        List<String> line = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        line.add(server.command().orElseThrow());
        line.addAll(List.of(server.arguments().orElseThrow()));
        return line;
    }

    int port() {
        return port;
    }

    /** Kills it as a power cut does. The postmaster's children either go with it, or find out by themselves. */
    void kill(boolean withChildren) throws InterruptedException {
        List<ProcessHandle> children = postmaster.descendants().toList();
        Signals.send("KILL", postmaster.pid());
        if (withChildren) {
            children.forEach(child -> Signals.send("KILL", child.pid()));
        }
        // The next server must not meet what is left of this one
        postmaster.waitFor();
        clock.forget(postmaster.pid());
        children.forEach(child -> child.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join());
    }

    /** Returns when it accepts connections. */
    void start() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(clock.environment());
        try {
            postmaster = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("PostgreSQL").atMost(START).until(this::answers);
    }

    /** Stops all its processes where they are. */
    void pause() {
        Signals.send("STOP", postmaster.pid());
        postmaster.descendants().forEach(child -> Signals.send("STOP", child.pid()));
    }

    void goOn() {
        postmaster.descendants().forEach(child -> Signals.send("CONT", child.pid()));
        Signals.send("CONT", postmaster.pid());
    }

    /**
     * Lets no file grow beyond a size, or lifts that limit: to whoever writes it is as if the disk were full.
     *
     * @param bytes the size, or {@code unlimited}
     * @return whether this machine can do that
     */
    boolean limitFiles(String bytes) throws InterruptedException {
        boolean limited = true;
        for (ProcessHandle process : Stream.concat(Stream.of(postmaster.toHandle()), postmaster.descendants()).toList()) {
            try {
                limited &= new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
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

    @Override
    public void close() {
        goOn();
        // Ends its sessions and writes what is to be kept
        Signals.send("INT", postmaster.pid());
        try {
            if (!postmaster.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                kill(true);
            }
            clock.forget(postmaster.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
