package io.quarkiverse.journal.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The processes of a run. They end with it, whatever happens. */
final class Cluster implements AutoCloseable {

    /** Where the logs of its processes are. */
    final Path folder;
    final Postgres postgres;
    final List<Node> nodes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end);

    Cluster(Settings settings) {
        Runtime.getRuntime().addShutdownHook(atExit);
        folder = settings.folder().toAbsolutePath();
        clear();
        postgres = new Postgres(folder);
        for (int i = 1; i <= settings.nodes(); i++) {
            Node node = new Node("node-" + i, postgres, folder, settings.journal());
            nodes.add(node);
            node.start();
        }
        awaitUp();
    }

    /** What an earlier run with the same seed has left. */
    private void clear() {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Node any(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** One that has answered of late, where there is one, as a load balancer chooses. */
    Node answering(Random random) {
        List<Node> answering = nodes.stream().filter(Node::answers).toList();
        return answering.isEmpty() ? any(random) : answering.get(random.nextInt(answering.size()));
    }

    /**
     * Waits until everything takes connections. A node that found no database at its start has ended and is started again, as
     * whatever supervises it would.
     */
    void awaitUp() {
        await().atMost(Duration.ofMinutes(2)).until(postgres::answers);
        for (Node node : nodes) {
            await(node.name).atMost(Duration.ofMinutes(2)).until(() -> {
                if (!node.isAlive()) {
                    node.start();
                }
                return node.listens();
            });
        }
    }

    private void end() {
        nodes.forEach(Node::close);
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
