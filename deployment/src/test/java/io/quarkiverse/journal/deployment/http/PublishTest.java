package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class PublishTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.max-request-bytes", "100K")
            .overrideConfigKey("quarkus.journal.publish.max-payload-size", "1K")
            .overrideConfigKey("quarkus.journal.publish.max-atomic-events", "5");

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private JsonNode history(String topic) {
        return JournalClient.json(client.get("journal/topics/" + topic + "/events")).get("events");
    }

    @Test
    void acceptsAnObjectAnArrayOrLinesAndSaysWhereTheyAre() {
        JsonNode object = client.publish("accepted", "{\"payload\":{\"a\":1}}");
        assertThat(object.get("count").intValue()).isEqualTo(1);
        assertThat(object.get("first")).isEqualTo(object.get("last"));

        JsonNode array = client.publish("accepted", "[{\"payload\":1},{\"payload\":2}]");
        assertThat(array.get("count").intValue()).isEqualTo(2);
        assertThat(array.get("last").longValue()).isEqualTo(array.get("first").longValue() + 1);

        JsonNode lines = client.publish("accepted", "{\"payload\":3}\n{\"payload\":4}\n\n{\"payload\":5}\n");
        assertThat(lines.get("count").intValue()).isEqualTo(3);

        JsonNode events = history("accepted");
        assertThat(events).hasSize(6);
        assertThat(events.get(5).get("cursor")).isEqualTo(lines.get("cursor"));
        assertThat(events.get(5).get("position")).isEqualTo(lines.get("last"));
    }

    @Test
    void keepsEveryMemberAndLeavesOutWhatIsNotThere() {
        client.publish("members", "[{\"payload\":[1.0],\"kind\":\"k\",\"key\":\"a\",\"correlationId\":\"b\",\"index\":-1,"
                + "\"headers\":{\"h\":\"v\"},\"id\":\"my-id\",\"time\":\"2026-11-20T06:00:00.1234567+02:00\"},{\"payload\":null}]");

        String body = client.get("journal/topics/members/events").body();

        assertThat(body)
                .contains("\"id\":\"my-id\",\"topic\":\"members\",\"kind\":\"k\",\"time\":\"2026-11-20T04:00:00.123456Z\","
                        + "\"key\":\"a\",\"correlationId\":\"b\",\"index\":-1,\"headers\":{\"h\":\"v\"},\"payload\":[1.0]}");
        JsonNode second = JournalClient.json(body).get("events").get(1);
        assertThat(second.fieldNames()).toIterable().containsExactly("position", "cursor", "id", "topic", "kind", "time",
                "payload");
        assertThat(second.get("kind").textValue()).isEqualTo("event");
        assertThat(second.get("id").textValue()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void storesAllOrNothing() {
        String good = "{\"payload\":1}";
        List<String> refused = List.of(
                "[" + good + ",{\"payload\":1,\"kind\":\"end\"}]",
                "[" + good + ",{\"payload\":1",
                "[" + good + "] " + good,
                "[" + good + ",{\"payload\":\"" + "x".repeat(2_000) + "\"}]",
                "[" + (good + ",").repeat(5) + good + "]",
                "[]");
        for (String body : refused) {
            assertThat(client.post("journal/topics/atomic/events", JournalClient.JSON, body).statusCode()).isBetween(400, 422);
        }
        assertThat(client.post("journal/topics/atomic/events", JournalClient.NDJSON, good + "\n{}").statusCode())
                .isEqualTo(422);

        assertThat(history("atomic")).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        HttpResponse<String> invalid = client.post("journal/topics/wrong/events", JournalClient.NDJSON,
                "{\"payload\":1}\n{\"payload\":1,\"kind\":\"gap\"}\n{\"kind\":1}\n{\"payload\":1,\"colour\":\"red\"}");
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(invalid.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JournalClient.json(invalid);
        assertThat(problem.get("type").textValue()).isEqualTo("about:blank");
        assertThat(problem.get("title").textValue()).isNotBlank();
        assertThat(problem.get("status").intValue()).isEqualTo(422);
        assertThat(problem.get("errors")).extracting(error -> error.get("pointer").textValue())
                .containsExactly("/1/kind", "/2/kind", "/2/payload", "/3/colour");
        assertThat(problem.get("errors")).allSatisfy(error -> assertThat(error.get("detail").textValue()).isNotBlank());

        HttpResponse<String> malformed = client.post("journal/topics/wrong/events", JournalClient.JSON, "{\n\"payload\":}");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(JournalClient.json(malformed).get("detail").textValue()).contains("line 2, column 11");

        HttpResponse<String> large = client.post("journal/topics/wrong/events", JournalClient.JSON,
                "[{\"payload\":0},{\"payload\":\"" + "x".repeat(1_024) + "\"}]");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("max-payload-size").contains("\"pointer\":\"/1/payload\"");

        HttpResponse<String> many = client.post("journal/topics/wrong/events", JournalClient.NDJSON,
                "{\"payload\":0}\n".repeat(6));
        assertThat(many.statusCode()).isEqualTo(413);
        assertThat(many.body()).contains("max-atomic-events");

        HttpResponse<String> topic = client.post("journal/topics/-wrong/events", JournalClient.JSON, "{\"payload\":0}");
        assertThat(topic.statusCode()).isEqualTo(422);
    }

    @Test
    void saysWhatItDoesNotTake() {
        HttpResponse<String> type = client.post("journal/topics/t/events", "text/plain", "{\"payload\":0}");
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(type.headers().firstValue("Accept-Post")).hasValue("application/json, application/x-ndjson, "
                + "application/cloudevents+json, application/cloudevents-batch+json");
        assertThat(client.send(client.request("journal/topics/t/events").POST(BodyPublishers.ofString("{\"payload\":0}")))
                .statusCode()).isEqualTo(415);
        assertThat(client.send(client.request("journal/topics/t/events").header("Content-Type", JournalClient.JSON)
                .header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("x"))).statusCode()).isEqualTo(415);
        assertThat(history("t")).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLargeWithoutLosingTheAnswer() {
        HttpResponse<String> announced = client.post("journal/topics/t/events", JournalClient.JSON, " ".repeat(3_000_000));
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.body()).contains("max-request-bytes");

        HttpResponse<String> chunked = client.send(client.request("journal/topics/t/events")
                .header("Content-Type", JournalClient.JSON)
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(300, new byte[10_000]))));
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void refusesBeforeAClientThatWaitsSendsAnything() {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send("POST /journal/topics/t/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 200000\r\n\r\n");
            assertThat(connection.readTo("\r\n\r\n")).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
        }
        try (RawConnection connection = new RawConnection(server)) {
            connection.send("POST /journal/topics/waits/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n");
            assertThat(connection.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(connection.send("{\"payload\":1}").readTo("\r\n\r\n")).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void goesOnWithTheConnectionAfterARefusal() {
        try (RawConnection connection = new RawConnection(server)) {
            String refused = "POST /journal/topics/again/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 13\r\n\r\n{\"payload\":1}";
            assertThat(connection.send(refused).readTo("\"}"))
                    .startsWith("HTTP/1.1 415 ").doesNotContainIgnoringCase("connection: close");
            assertThat(connection.send(refused.replace("text/plain", JournalClient.JSON)).readTo("\r\n\r\n"))
                    .startsWith("HTTP/1.1 201 ");
        }
    }
}
