package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One node: the packaged showcase as a process of its own.
 * <p>
 * One thread at a time starts, kills and pauses it; any thread may use it.
 */
public final class Node implements AutoCloseable {

    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    final String name;
    /** Its way to the database. */
    final TcpProxy proxy;
    final Clock clock;
    private final Postgres postgres;
    private final Path log;
    private final int port;
    private final Map<String, String> journal;
    private volatile Process process;
    private volatile long silentAt = System.nanoTime() - SILENT_NANOS;

    public Node(String name, Postgres postgres, Path folder, Map<String, String> journal) {
        this.name = name;
        this.postgres = postgres;
        this.proxy = new TcpProxy(postgres.port());
        this.journal = journal;
        this.clock = new Clock(folder.resolve(name + ".clock"));
        this.log = folder.resolve(name + ".log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    Path log() {
        return log;
    }

    /** Starts the process. Whether it takes requests is another matter, see {@link #listens}. */
    public void start() {
        List<String> command = new ArrayList<>(executable());
        command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port,
                "-Dquarkus.datasource.jdbc.url=" + postgres.url(proxy.port()),
                "-Dquarkus.datasource.username=postgres",
                // The application's own connections must not wait for ever for a way that is stalled
                "-Dquarkus.datasource.jdbc.login-timeout=5s", "-Dquarkus.datasource.jdbc.acquisition-timeout=5s",
                "-Dquarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout=10",
                "-Dquarkus.journal.http.heartbeat=1s",
                "-Dquarkus.console.color=false", "-Dquarkus.banner.enabled=false"));
        journal.forEach((key, value) -> command.add("-D" + key + "=" + value));
        if (Files.exists(JAR)) {
            command.addAll(List.of("-jar", JAR.toString()));
        }
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(clock.environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged application, or the native executable where the build made that instead. */
    private static List<String> executable() {
        if (!Files.exists(JAR)) {
            return List.of(System.getProperty("native.image.path"), "-Xmx256m");
        }
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
    }

    /** Whether its process is there; one that found no database at its start has ended. */
    boolean isAlive() {
        Process present = process;
        return present != null && present.isAlive();
    }

    public boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    /** It did not answer: for some seconds, callers had better try another one. */
    void wasSilent() {
        silentAt = System.nanoTime();
    }

    boolean answers() {
        return System.nanoTime() - silentAt > SILENT_NANOS;
    }

    public void kill() {
        end("KILL");
    }

    /** Asks it to end, as an operator does. */
    public void stop() {
        end("TERM");
    }

    private void end(String signal) {
        Process present = process;
        if (present == null) {
            return;
        }
        Signals.send(signal, present.pid());
        try {
            if (!present.waitFor(30, TimeUnit.SECONDS)) {
                present.destroyForcibly().waitFor();
            }
            clock.forget(present.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void pause() {
        Signals.send("STOP", process.pid());
    }

    void goOn() {
        Signals.send("CONT", process.pid());
    }

    @Override
    public void close() {
        Process present = process;
        if (present != null && present.isAlive()) {
            goOn();
            kill();
        }
        proxy.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
