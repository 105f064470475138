package io.quarkiverse.journal.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.journal.faults.Node;
import io.quarkiverse.journal.faults.Postgres;

/** What a client sees: everything once and in order, whatever becomes of its connection, and nothing after the end. */
@Timeout(180)
class ClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("target", "clients-it").toAbsolutePath();

    private static Postgres postgres;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        NpmPackages.copyPrograms();
        Files.createDirectories(FOLDER);
        postgres = new Postgres(FOLDER);
        node = new Node("node", postgres, FOLDER, Map.of("quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", "/http:\\/\\/127.0.0.1:[0-9]+/", "quarkus.http.cors.methods", "GET",
                "quarkus.http.cors.headers", "last-event-id"));
        startNode();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static void startNode() {
        node.start();
        await("node").atMost(PATIENCE).until(node::listens);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void comesBackToANodeThatWasStoppedAndToOneThatWasKilled(Client client) throws Exception {
        Topic topic = new Topic(node.uri());
        topic.publish(3, "history");
        try (Follower follower = client.follow(topic, node.uri(), FOLDER, postgres)) {
            awaitLines(follower, lines -> lines.contains("caught-up"));
            assertThat(keys(follower)).as("before the sentinel").isEqualTo(numbers(3));
            topic.publish(2, "live");
            awaitAll(follower, topic);

            node.stop();
            startNode();
            topic.publish(2, "after a stop");
            awaitAll(follower, topic);

            topic.publish(50, "just before a kill");
            node.kill();
            startNode();
            topic.publish(2, "after a kill");
            awaitAll(follower, topic);

            topic.close();
            awaitLines(follower, lines -> lines.contains("end"));
            await("over").atMost(PATIENCE).until(follower::isOver);
            assertThat(follower.lines()).filteredOn(line -> !line.matches("event .*|caught-up|cursor"))
                    .containsExactly("end", "stopped");
            assertThat(keys(follower)).isEqualTo(numbers(topic.published()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void getsTheEventWhoseFrameBroke(Client client) throws Exception {
        Topic topic = new Topic(node.uri());
        topic.publish(1, "history");
        try (BreakingProxy proxy = new BreakingProxy(node.uri());
                Follower follower = client.follow(topic, proxy.uri(), FOLDER, postgres)) {
            awaitLines(follower, lines -> lines.contains("caught-up"));

            // And the next answer behind its first frame, which has no id
            proxy.breakAfter("the middle", client.firstFrame());
            topic.publish(1, "the middle of a frame");
            awaitAll(follower, topic);
            assertThat(proxy.hasBroken()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void comesBackAfterARefusal(Client client) throws Exception {
        Topic topic = new Topic(node.uri());
        topic.publish(2, "history");
        try (BreakingProxy proxy = new BreakingProxy(node.uri());
                Follower follower = client.follow(topic, proxy.uri(), FOLDER, postgres)) {
            awaitLines(follower, lines -> lines.contains("caught-up"));

            proxy.refuseNext();
            proxy.breakAfter("\"key\":\"3\"");
            topic.publish(1, "live");
            awaitAll(follower, topic);
            assertThat(proxy.hasRefused()).isTrue();
        }
    }

    /** Waits for the last event of the topic, and looks at all of them. */
    private static void awaitAll(Follower follower, Topic topic) {
        String last = Integer.toString(topic.published());
        awaitLines(follower, lines -> keys(lines).contains(last));
        assertThat(keys(follower)).isEqualTo(numbers(topic.published()));
    }

    private static void awaitLines(Follower follower, Predicate<List<String>> condition) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> lines = follower.lines();
            assertThat(condition.test(lines)).as("%s", lines).isTrue();
        });
    }

    private static List<String> keys(Follower follower) {
        return keys(follower.lines());
    }

    private static List<String> keys(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("event ")).map(line -> line.split(" ")[2]).toList();
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }
}
