package io.quarkiverse.journal.benchmarks.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The showcase application, packaged, as a process of its own beside the database: what users run. */
public final class Showcase implements AutoCloseable {

    /** The schema of its journal. */
    public static final String SCHEMA = "journal";

    private static final Path JAR = Path.of("..", "integration-tests", "target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    private final Process process;
    private final URI base;

    private Showcase(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    public static Showcase start(Database database) throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there: benchmarks/run builds it");
        }
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g", "-Xmx1g", "-jar", JAR.toString());
        builder.environment().put("QUARKUS_DATASOURCE_JDBC_URL", database.url());
        builder.environment().put("QUARKUS_DATASOURCE_USERNAME", Database.USER);
        builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", Database.PASSWORD);
        builder.environment().put("QUARKUS_JOURNAL_SCHEMA", SCHEMA);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        Process process = builder.redirectErrorStream(true).start();
        try {
            return new Showcase(process, URI.create(awaitAddress(process).get(1, TimeUnit.MINUTES)));
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
            throw new IOException("The showcase did not start", e);
        }
    }

    /** Goes on reading what the process prints, so that it never waits for that. */
    private static CompletableFuture<String> awaitAddress(Process process) {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    Matcher listening = LISTENING.matcher(line);
                    if (listening.find()) {
                        address.complete(listening.group(1));
                    } else if (line.contains(" ERROR ") || line.contains(" WARN ")) {
                        System.out.println("showcase: " + line);
                    }
                }
                address.completeExceptionally(new IOException("The showcase ended"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, "showcase-output");
        thread.setDaemon(true);
        thread.start();
        return address;
    }

    /** An address of its journal. */
    public URI journal(String path) {
        return base.resolve("/journal/" + path);
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
