package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/**
 * However a large request ends, the next one finds memory. There is enough for one at a time, so that one which does not give
 * it back would have all others refused.
 */
@Timeout(60)
class BodyMemoryReturnedTest {

    private static final String EVENTS = "journal/topics/t/events";
    private static final int LARGE = 100_000;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.publish.max-payload-size", "120K")
            .overrideConfigKey("quarkus.journal.http.max-request-bytes", "128K")
            .overrideConfigKey("quarkus.journal.http.request-memory", "128K")
            .overrideConfigKey("quarkus.journal.http.body-timeout", "5S");

    @TestHTTPResource
    URI server;

    private JournalClient client;

    private int post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = client.request(path).header("Content-Type", JournalClient.JSON).POST(body);
        return client.send(headers.length == 0 ? request : request.headers(headers)).statusCode();
    }

    private static String event(int bytes) {
        return "{\"payload\":\"" + "x".repeat(bytes) + "\"}";
    }

    private static BodyPublisher announced(String body) {
        return BodyPublishers.ofString(body);
    }

    private static BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void requireRoom() {
        assertThat(post(EVENTS, announced(event(LARGE)))).isEqualTo(201);
        assertThat(post(EVENTS, chunked(event(LARGE)))).isEqualTo(201);
    }

    @Test
    void howeverARequestEnds() {
        client = new JournalClient(server);
        requireRoom();
        assertThat(post(EVENTS, announced(event(LARGE).substring(1)))).isEqualTo(400);
        requireRoom();
        assertThat(post(EVENTS, chunked(event(LARGE).replace("payload", "nothing")))).isEqualTo(422);
        requireRoom();
        assertThat(post(EVENTS, announced(event(125_000)))).isEqualTo(413);
        requireRoom();
        assertThat(post(EVENTS, chunked(event(200_000)))).isEqualTo(413);
        requireRoom();
        assertThat(post(EVENTS, announced(event(LARGE)), "Journal-Expected-Position", "1")).isEqualTo(412);
        requireRoom();
        client.publish("closed", event(1));
        assertThat(post("journal/topics/closed/close", announced(event(LARGE)))).isEqualTo(200);
        requireRoom();
        assertThat(post("journal/topics/closed/events", announced(event(LARGE)))).isEqualTo(409);
        requireRoom();
    }

    @Test
    void alsoWhenItsClientBreaksOff() {
        client = new JournalClient(server);
        RawConnection half = new RawConnection(server);
        half.send("POST /" + EVENTS + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + LARGE
                + "\r\n\r\n" + "x".repeat(LARGE / 2)).reset();
        requireRoom();
    }
}
