package io.quarkiverse.journal.benchmarks.database;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The showcase application, packaged, as a process of its own beside the database: what users run. */
public final class Showcase implements AutoCloseable {

    /** The schema of its journal. */
    public static final String SCHEMA = "journal";

    private static final Path JAR = Path.of("..", "integration-tests", "target", "quarkus-app", "quarkus-run.jar");

    private final ServerProcess process;

    private Showcase(ServerProcess process) {
        this.process = process;
    }

    public static Showcase start(Database database) throws IOException, InterruptedException {
        return start(database, "-Xms1g", "-Xmx1g");
    }

    /**
     * @param options of its JVM; configuration too
     */
    public static Showcase start(Database database, String... options) throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there: benchmarks/run builds it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("QUARKUS_DATASOURCE_JDBC_URL", database.url());
        builder.environment().put("QUARKUS_DATASOURCE_USERNAME", Database.USER);
        builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", Database.PASSWORD);
        builder.environment().put("QUARKUS_JOURNAL_SCHEMA", SCHEMA);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        return new Showcase(ServerProcess.start("showcase", builder));
    }

    /** An address of its journal. */
    public URI journal(String path) {
        return process.address().resolve("/journal/" + path);
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Makes sure that it is well.
     *
     * @throws IllegalStateException when it has ended, or has logged an error
     */
    public void requireHealth() {
        if (!process.isAlive() || !process.errors().isEmpty()) {
            throw new IllegalStateException("The showcase " + (process.isAlive() ? "lives" : "has ended")
                    + ", and has logged " + process.errors().size() + " errors: "
                    + process.errors().stream().limit(5).toList());
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
