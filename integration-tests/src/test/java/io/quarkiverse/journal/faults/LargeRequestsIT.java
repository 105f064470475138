package io.quarkiverse.journal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sixteen clients that each send the largest request at once, to a node with 256 MiB of heap. */
@Timeout(300)
class LargeRequestsIT {

    private static final Logger LOG = Logger.getLogger(LargeRequestsIT.class);

    private static final int CLIENTS = 16;
    /** Each with nearly the largest payload. */
    private static final int ARRAY = 260;
    /** As many as a request may have. */
    private static final int LINES = 10_000;
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final Path FOLDER = Path.of("target", "large-requests").toAbsolutePath();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void allAreStoredAndTheNodeStaysAlive() throws Exception {
        Files.createDirectories(FOLDER);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Postgres postgres = new Postgres(FOLDER);
                Node node = new Node("large-requests", postgres, FOLDER, Map.of())) {
            Files.deleteIfExists(node.log());
            node.start();
            await().atMost(Duration.ofMinutes(1)).until(node::listens);
            byte[] array = array(ARRAY);
            byte[] lines = lines(LINES);
            List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                boolean asArray = i % 2 == 0;
                // Every other one does not say how much it will be.
                BodyPublisher body = i % 4 < 2 ? BodyPublishers.ofByteArray(asArray ? array : lines)
                        : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(asArray ? array : lines));
                String topic = "large-" + i;
                requests.add(() -> publish(node, topic, asArray ? "application/json" : "application/x-ndjson", body));
            }
            long began = System.nanoTime();
            for (Future<HttpResponse<String>> answer : clients.invokeAll(requests)) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(201);
            }
            LOG.infof("%d requests of about %d bytes in %s", CLIENTS, LARGEST, Duration.ofNanos(System.nanoTime() - began));
            assertThat(node.isAlive()).isTrue();
            assertThat(Database.head(postgres)).isEqualTo(CLIENTS / 2 * (ARRAY + LINES));
            assertThat(Files.readString(node.log())).doesNotContain("OutOfMemory").doesNotContain("ERROR");
        } finally {
            clients.shutdownNow();
        }
    }

    /** As a client that is told to come back later does. */
    private static HttpResponse<String> publish(Node node, String topic, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.uri().resolve("journal/topics/" + topic + "/events"))
                .header("Content-Type", type).POST(body).build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        while (response.statusCode() == 503) {
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            response = HTTP.send(request, BodyHandlers.ofString());
        }
        return response;
    }

    private static byte[] array(int events) {
        String payload = "{\"payload\":\"" + "x".repeat(LARGEST / events - 20) + "\"}";
        return IntStream.range(0, events).mapToObj(n -> payload).collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] lines(int events) {
        return ("{\"payload\":\"" + "y".repeat(LARGEST / events - 20) + "\"}\n").repeat(events)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
