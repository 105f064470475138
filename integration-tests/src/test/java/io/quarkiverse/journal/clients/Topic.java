package io.quarkiverse.journal.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A topic of its own for each test. Its events are numbered by their keys, from 1 on. For one thread. */
final class Topic {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String name = "followed-" + UUID.randomUUID();
    private final URI node;
    private int published;

    Topic(URI node) {
        this.node = node;
    }

    String name() {
        return name;
    }

    /** Its stream, by a way to the node. */
    URI stream(URI way) {
        return way.resolve("/journal/topics/" + name + "/stream");
    }

    int published() {
        return published;
    }

    void publish(int events, String payload) throws IOException, InterruptedException {
        int first = published + 1;
        published += events;
        post("events", "application/x-ndjson", IntStream.rangeClosed(first, published)
                .mapToObj(n -> "{\"key\":\"" + n + "\",\"payload\":\"" + payload + "\"}").collect(Collectors.joining("\n")));
    }

    void close() throws IOException, InterruptedException {
        post("close", "application/json", "");
    }

    private void post(String path, String contentType, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(node.resolve("/journal/topics/" + name + "/" + path))
                .header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }
}
