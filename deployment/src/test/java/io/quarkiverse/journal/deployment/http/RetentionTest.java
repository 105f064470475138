package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What is past retention, as clients see it. */
@Timeout(120)
class RetentionTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.topics.\"sse\".retention.max-events", "2")
            .overrideConfigKey("quarkus.journal.topics.\"lines\".retention.max-events", "2")
            .overrideConfigKey("quarkus.journal.topics.\"pages\".retention.max-events", "2")
            .overrideConfigKey("quarkus.journal.topics.\"brief\".retention.max-age", "0.1S")
            .overrideConfigKey("quarkus.journal.retention.interval", "0.05S");

    @TestHTTPResource("/")
    URI base;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(base);
    }

    /** Publishes five events, of which two are kept, and waits for that. */
    private JsonNode published(String topic) {
        JsonNode receipt = client.publish(topic,
                "[{\"payload\":1},{\"payload\":2},{\"payload\":3},{\"payload\":4},{\"payload\":5}]");
        await().atMost(SOON).until(() -> history(topic, "").path("first").asLong() == receipt.path("first").asLong() + 3);
        return receipt;
    }

    private JsonNode history(String topic, String query) {
        return JournalClient.json(client.get("journal/topics/" + topic + "/events" + query));
    }

    @Test
    void aStreamBeginsWithAGap() {
        long first = published("sse").path("first").asLong();
        try (EventStream stream = client.stream("journal/topics/sse/stream?live=false", "Last-Event-ID",
                Long.toString(first))) {
            assertThat(stream.frame()).contains("retry: ");
            assertThat(stream.frame()).isEqualTo("event: gap\ndata: {\"reason\":\"truncated\",\"requested\":" + first
                    + ",\"first\":" + (first + 3) + "}\n");
            assertThat(stream.frame()).contains("\"position\":" + (first + 3) + ",");
            assertThat(stream.frame()).contains("\"position\":" + (first + 4) + ",");
            assertThat(stream.frame()).contains("event: caught-up");
        }
        try (EventStream stream = client.stream("journal/topics/sse/stream?live=false&since=earliest")) {
            assertThat(stream.frame()).contains("retry: ");
            assertThat(stream.frame()).contains("\"position\":" + (first + 3) + ",");
        }
    }

    @Test
    void linesBeginWithAGap() {
        long first = published("lines").path("first").asLong();
        String gap = "{\"control\":\"gap\",\"reason\":\"truncated\",\"requested\":" + first + ",\"first\":" + (first + 3) + "}";
        try (EventStream stream = client.stream("journal/topics/lines/stream?live=false&since=" + first, "Accept",
                JournalClient.NDJSON)) {
            assertThat(stream.line()).isEqualTo(gap);
            assertThat(stream.line()).contains("\"position\":" + (first + 3) + ",");
        }
        try (EventStream range = client.stream("journal/topics/lines/events?since=" + first, "Accept", JournalClient.NDJSON)) {
            assertThat(range.line()).isEqualTo(gap);
            assertThat(range.rest()).hasSize(2);
        }
    }

    @Test
    void aPageTellsOfItsGap() {
        long first = published("pages").path("first").asLong();
        JsonNode page = history("pages", "?since=" + first);
        assertThat(page.path("events")).hasSize(2);
        assertThat(page.path("head").asLong()).isEqualTo(first + 4);
        assertThat(page.path("gap").toString())
                .isEqualTo("{\"reason\":\"truncated\",\"requested\":" + first + ",\"first\":" + (first + 3) + "}");
        assertThat(history("pages", "").has("gap")).isFalse();
        assertThat(history("pages", "?since=" + (first + 2)).has("gap")).isFalse();
        assertThat(history("pages", "?order=desc&limit=1").path("next").isTextual()).isTrue();
    }

    /** Its last position is still what a conditional publisher has to expect. */
    @Test
    void aTopicThatHasNothingLeftKnowsItsHead() {
        long last = client.publish("brief", "[{\"payload\":1},{\"payload\":2}]").path("last").asLong();
        await().atMost(SOON).until(() -> history("brief", "").path("events").isEmpty());
        assertThat(history("brief", "").path("first").asLong()).isZero();
        assertThat(history("brief", "").path("head").asLong()).isEqualTo(last);
    }
}
