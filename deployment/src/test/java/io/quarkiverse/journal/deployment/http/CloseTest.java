package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Closing a topic, and what its readers and its publishers get then. */
@Timeout(60)
class CloseTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private long close(String topic) {
        HttpResponse<String> response = client.post("journal/topics/" + topic + "/close", JournalClient.JSON, "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode answer = JournalClient.json(response);
        assertThat(response.body()).isEqualTo("{\"end\":" + answer.get("end") + "}");
        return answer.get("end").longValue();
    }

    private static String id(String frame) {
        return frame.lines().filter(line -> line.startsWith("id: ")).map(line -> line.substring(4)).findFirst().orElseThrow();
    }

    @Test
    void tellsTheEndAgainAndAgain() {
        long last = client.publish("again", "[{\"payload\":1},{\"payload\":2}]").get("last").longValue();
        long end = close("again");
        assertThat(end).isEqualTo(last + 1);
        client.publish("other", "[{\"payload\":1}]");
        assertThat(close("again")).isEqualTo(end);
        assertThat(close("never-published-to")).isEqualTo(end + 2);
    }

    @Test
    void publishingIsAConflict() {
        client.publish("conflict", "[{\"payload\":1}]");
        long end = close("conflict");
        HttpResponse<String> refused = client.post("journal/topics/conflict/events", JournalClient.JSON, "{\"payload\":2}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JournalClient.json(refused).get("detail").textValue()).contains("conflict", Long.toString(end));
        JsonNode history = JournalClient.json(client.get("journal/topics/conflict/events"));
        assertThat(history.get("events")).hasSize(1);
        assertThat(history.get("next").isNull()).isTrue();
    }

    @Test
    void aRepeatedRequestGetsItsFirstAnswerAndAnExpectedPositionAConflict() {
        HttpResponse<String> first = client.send(client.request("journal/topics/repeated/events")
                .headers("Content-Type", JournalClient.JSON, "Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("{\"payload\":1}")));
        long end = close("repeated");
        HttpResponse<String> second = client.send(client.request("journal/topics/repeated/events")
                .headers("Content-Type", JournalClient.JSON, "Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("{\"payload\":1}")));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        for (long expected : List.of(end, end - 1)) {
            assertThat(client.send(client.request("journal/topics/repeated/events")
                    .headers("Content-Type", JournalClient.JSON, "Journal-Expected-Position", Long.toString(expected))
                    .POST(BodyPublishers.ofString("{\"payload\":1}"))).statusCode()).isEqualTo(409);
        }
    }

    @Test
    void aLiveStreamEnds() {
        client.publish("live", "[{\"payload\":1}]");
        try (EventStream stream = client.stream("journal/topics/live/stream?kind=none")) {
            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            assertThat(stream.frame()).contains("event: caught-up");
            long end = close("live");
            String last = stream.frame();
            assertThat(last).endsWith("\nevent: end\ndata: {\"position\":" + end + "}\n");
            assertThat(stream.frame()).isNull();
            // A browser that comes back with that is told to stop.
            for (String query : List.of("", "?live=false", "?sentinel=false")) {
                HttpResponse<String> again = client.get("journal/topics/live/stream" + query, "Last-Event-ID", id(last));
                assertThat(again.statusCode()).isEqualTo(204);
                assertThat(again.body()).isEmpty();
            }
        }
    }

    @Test
    void aLaterStreamHasEverythingTheSentinelAndTheEnd() {
        client.publish("later", "[{\"payload\":1},{\"payload\":2}]");
        long end = close("later");
        client.publish("other", "[{\"payload\":1}]");
        for (String query : List.of("", "?live=false", "?since=earliest")) {
            try (EventStream stream = client.stream("journal/topics/later/stream" + query)) {
                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.frame()).isEqualTo("retry: 1000\n");
                assertThat(stream.frame()).contains("\"payload\":1}");
                assertThat(stream.frame()).contains("\"payload\":2}");
                String caughtUp = stream.frame();
                assertThat(caughtUp).contains("event: caught-up");
                assertThat(stream.frame()).endsWith("\nevent: end\ndata: {\"position\":" + end + "}\n");
                assertThat(stream.frame()).isNull();
                try (EventStream resumed = client.stream("journal/topics/later/stream", "Last-Event-ID", id(caughtUp))) {
                    assertThat(resumed.status()).isEqualTo(200);
                    assertThat(resumed.frame()).isEqualTo("retry: 1000\n");
                    assertThat(resumed.frame()).contains("event: caught-up");
                    assertThat(resumed.frame()).contains("event: end");
                    assertThat(resumed.frame()).isNull();
                }
            }
        }
        try (EventStream stream = client.stream("journal/topics/later/stream?since=" + (end - 1), "Accept",
                JournalClient.NDJSON)) {
            List<String> lines = stream.rest();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1)).startsWith("{\"control\":\"end\",\"position\":" + end + ",\"cursor\":\"");
        }
    }

    @Test
    void aStartAtOrAfterTheEndHasNoContent() {
        client.publish("past", "[{\"payload\":1}]");
        long end = close("past");
        client.publish("other", "[{\"payload\":1}]");
        for (String start : List.of("since=" + end, "since=" + (end + 1), "since=latest", "full=false", "lastEventId=" + end)) {
            for (String accept : List.of("text/event-stream", JournalClient.NDJSON)) {
                HttpResponse<String> response = client.get("journal/topics/past/stream?" + start, "Accept", accept);
                assertThat(response.statusCode()).as(start).isEqualTo(204);
                assertThat(response.body()).isEmpty();
                assertThat(response.headers().firstValue("Content-Type")).isEmpty();
            }
        }
    }

    @Test
    void aStreamOfTheWholeJournalIsToldAndGoesOn() {
        long before = client.publish("one-of-many", "[{\"payload\":1}]").get("last").longValue();
        try (EventStream sse = client.stream("journal/stream?since=" + before);
                EventStream lines = client.stream("journal/stream?kind=none&kind=live&sentinel=false&since=" + before, "Accept",
                        JournalClient.NDJSON)) {
            assertThat(sse.frame()).isEqualTo("retry: 1000\n");
            assertThat(sse.frame()).contains("event: caught-up");
            long end = close("one-of-many");
            String closed = sse.frame();
            assertThat(closed).endsWith("\nevent: topic-closed\ndata: {\"topic\":\"one-of-many\",\"position\":" + end + "}\n");
            assertThat(lines.line()).isEqualTo("{\"control\":\"topic-closed\",\"topic\":\"one-of-many\",\"position\":" + end
                    + ",\"cursor\":\"" + id(closed) + "\"}");
            client.publish("another", "[{\"payload\":1,\"kind\":\"live\"}]");
            assertThat(sse.frame()).contains("event: live");
            assertThat(lines.line()).contains("\"kind\":\"live\"");
        }
    }

    @Test
    void otherMethodsAndBadNamesAreRefused() {
        HttpResponse<String> get = client.get("journal/topics/t/close");
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
        assertThat(client.post("journal/topics/_bad/close", JournalClient.JSON, "").statusCode()).isEqualTo(422);
    }
}
