package io.quarkiverse.journal.benchmarks.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own, which says at which address it listens. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final int MOST_PROBLEMS = 1_000;

    private final Process process;
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> listening = new CompletableFuture<>();
    private final URI address;

    private ServerProcess(String name, Process process) throws IOException, InterruptedException {
        this.process = process;
        Thread thread = new Thread(() -> follow(name), name + "-output");
        thread.setDaemon(true);
        thread.start();
        try {
            this.address = URI.create(listening.get(1, TimeUnit.MINUTES));
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
            throw new IOException("The " + name + " did not start", e);
        }
    }

    public static ServerProcess start(String name, ProcessBuilder builder) throws IOException, InterruptedException {
        return new ServerProcess(name, builder.redirectErrorStream(true).start());
    }

    /** Goes on reading what the process prints, so that it never waits for that. */
    private void follow(String name) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher found = LISTENING.matcher(line);
                if (found.find()) {
                    listening.complete(found.group(1));
                } else if (line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("OutOfMemoryError")) {
                    note(name + ": " + line, !line.contains(" WARN "));
                }
            }
            listening.completeExceptionally(new IOException("The " + name + " ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(String line, boolean error) {
        if (errors.size() < MOST_PROBLEMS) {
            System.out.println(line);
            if (error) {
                errors.add(line);
            }
        }
    }

    public URI address() {
        return address;
    }

    /** What it has logged as an error so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        // Not Process.destroy(), which closes what is still being read.
        process.toHandle().destroy();
        process.waitFor();
    }
}
