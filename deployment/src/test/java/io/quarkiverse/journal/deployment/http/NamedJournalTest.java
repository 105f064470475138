package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** A journal with a name answers below its own path, as far as it is open. */
class NamedJournalTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.\"audit\".retention.max-age", "10D")
            .overrideConfigKey("quarkus.journal.\"inner\".http.enabled", "false")
            .overrideConfigKey("quarkus.journal.\"read-only\".http.publish-enabled", "false");

    @TestHTTPResource
    URI server;

    @Test
    void eachJournalHasItsOwnPositionsAndCursors() {
        JournalClient client = new JournalClient(server);
        client.publish("t", "[{\"payload\":1},{\"payload\":2}]");
        HttpResponse<String> published = client.post("journal/@audit/topics/t/events", JournalClient.JSON,
                "{\"payload\":\"a\"}");
        assertThat(published.statusCode()).isEqualTo(201);
        JsonNode receipt = JournalClient.json(published);
        assertThat(receipt.get("last").asLong()).isEqualTo(1);

        JsonNode page = JournalClient.json(client.get("journal/@audit/topics/t/events"));
        assertThat(page.get("events")).hasSize(1);
        assertThat(page.get("events").get(0).get("payload").asText()).isEqualTo("a");
        assertThat(JournalClient.json(client.get("journal/@audit/events")).get("head").asLong()).isEqualTo(1);
        try (EventStream lines = client.stream("journal/@audit/stream?live=false", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(2);
        }
        try (EventStream lines = client.stream(
                "journal/topics/t/stream?live=false&since=" + receipt.get("cursor").asText(), "Accept", JournalClient.NDJSON)) {
            assertThat(lines.rest().get(0)).as("a cursor of another journal").contains("\"gap\"", "\"epoch\"");
        }
    }

    @Test
    void theLinkToGoOnWithStaysWithTheJournal() {
        JournalClient client = new JournalClient(server);
        client.post("journal/@audit/topics/pages/events", JournalClient.JSON, "[{\"payload\":1},{\"payload\":2}]");
        assertThat(client.get("journal/@audit/topics/pages/events?limit=1").headers().firstValue("Link").orElseThrow())
                .startsWith("</journal/@audit/topics/pages/events?limit=1&since=");
    }

    @Test
    void itsCloudEventsHaveASourceOfTheirOwn() {
        JournalClient client = new JournalClient(server);
        client.post("journal/@audit/topics/source/events", JournalClient.JSON, "{\"payload\":1}");
        for (String path : new String[] { "journal/@audit/topics/source/events", "journal/@audit/events?topic=source" }) {
            assertThat(client.get(path, "Accept", "application/cloudevents-batch+json").body())
                    .contains("\"source\":\"/journal/@audit/topics/source\"");
        }
    }

    @Test
    void whatIsClosedIsNotThere() {
        JournalClient client = new JournalClient(server);
        assertThat(client.get("journal/@inner/topics/t/events").statusCode()).isEqualTo(404);
        assertThat(client.post("journal/@inner/topics/t/events", JournalClient.JSON, "{\"payload\":1}").statusCode())
                .isEqualTo(404);
        assertThat(client.get("journal/@read-only/topics/t/events").statusCode()).isEqualTo(200);
        assertThat(client.post("journal/@read-only/topics/t/events", JournalClient.JSON, "{\"payload\":1}").statusCode())
                .isEqualTo(405);
        assertThat(client.get("journal/@nobody/topics/t/events").statusCode()).isEqualTo(404);
    }
}
