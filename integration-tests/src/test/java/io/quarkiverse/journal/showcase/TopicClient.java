package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/** A topic as any program outside of the application sees it. Safe for several threads. */
final class TopicClient {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final String name;

    TopicClient(URI application, String name) {
        this.base = application.resolve("/journal/topics/" + name + "/");
        this.name = name;
    }

    /** A topic of its own for a test that may meet a journal full of others. */
    static TopicClient fresh(URI application, String prefix) {
        return new TopicClient(application, prefix + "-" + UUID.randomUUID());
    }

    String name() {
        return name;
    }

    /** Publishes one event. */
    Published publish(String event) {
        return publish("application/json", event);
    }

    /** Publishes several events, all or none. */
    Published publish(List<String> events) {
        return publish("application/x-ndjson", String.join("\n", events));
    }

    private Published publish(String contentType, String body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(base.resolve("events"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode receipt = Frame.parse(answer.body());
        return new Published(receipt.path("count").intValue(), receipt.path("first").longValue(),
                receipt.path("last").longValue());
    }

    /** Ends the topic. */
    void close() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(base.resolve("close"))
                .POST(HttpRequest.BodyPublishers.noBody()), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Opens a stream. */
    JournalStream stream(StreamFormat format, String query) {
        HttpResponse<InputStream> answer = send(HttpRequest.newBuilder(base.resolve("stream?" + query))
                .header("Accept", format.mediaType), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(format.mediaType);
        return new JournalStream(format, answer.body());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an answer", e);
        }
    }

    /** What the journal answers to a publication. */
    record Published(int count, long first, long last) {
    }
}
