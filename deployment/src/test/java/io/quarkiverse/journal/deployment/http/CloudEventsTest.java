package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Events as other systems have them. */
@Timeout(60)
class CloudEventsTest {

    private static final String EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(JsonFormat.getCloudEventJacksonModule());

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.max-request-bytes", "100K")
            .overrideConfigKey("quarkus.journal.publish.max-payload-size", "1K")
            .overrideConfigKey("quarkus.journal.publish.max-atomic-events", "50");

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private static String event(String id, String... members) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/shop\",\"type\":\"placed\""
                + String.join("", members) + "}";
    }

    private HttpResponse<String> post(String topic, String type, String body, String... headers) {
        HttpRequest.Builder request = client.request("journal/topics/" + topic + "/events").header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> binary(String topic, String id, String body, String... headers) {
        HttpRequest.Builder request = client.request("journal/topics/" + topic + "/events").header("ce-specversion", "1.0")
                .header("ce-id", id).header("ce-source", "/shop").header("ce-type", "placed")
                .POST(BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private List<CloudEvent> history(String topic) {
        HttpResponse<String> response = client.get("journal/topics/" + topic + "/events?limit=1000", "Accept", BATCH);
        assertThat(response.statusCode()).isEqualTo(200);
        return events(response.body());
    }

    private static List<CloudEvent> events(String batch) {
        try {
            return List.of(MAPPER.readValue(batch, CloudEvent[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(batch, e);
        }
    }

    private static String data(CloudEvent event) {
        return new String(event.getData().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aHistoryIsABatch() {
        client.publish("batch",
                "[{\"payload\":{\"a\":1.50},\"kind\":\"placed\",\"key\":\"k\",\"correlationId\":\"c\",\"index\":3,"
                        + "\"headers\":{\"traceparent\":\"t\",\"X-B\":\"ä\"},\"id\":\"my-id\",\"time\":\"2026-11-20T04:00:00.5Z\"},"
                        + "{\"payload\":null}]");

        HttpResponse<String> response = client.get("journal/topics/batch/events", "Accept", BATCH);

        assertThat(response.headers().firstValue("Content-Type")).hasValue(BATCH);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Link")).isEmpty();
        assertThat(response.headers().firstValue("Journal-Gap")).isEmpty();
        JsonNode json = JournalClient.json(client.get("journal/topics/batch/events")).get("events");
        assertThat(response.body()).contains("\"data\":{\"a\":1.50}}");
        CloudEvent first = events(response.body()).get(0);
        assertThat(first.getId()).isEqualTo("my-id");
        assertThat(first.getSource()).hasToString("/journal/topics/batch");
        assertThat(first.getType()).isEqualTo("placed");
        assertThat(first.getSubject()).isEqualTo("batch");
        assertThat(first.getTime()).isEqualTo("2026-11-20T04:00:00.5Z");
        assertThat(first.getDataContentType()).isEqualTo("application/json");
        assertThat(first.getExtension("sequence")).isEqualTo(json.get(0).get("position").asText());
        assertThat(first.getExtension("cursor")).isEqualTo(json.get(0).get("cursor").textValue());
        assertThat(first.getExtension("partitionkey")).isEqualTo("k");
        assertThat(first.getExtension("correlationid")).isEqualTo("c");
        assertThat(first.getExtension("index")).isEqualTo("3");
        assertThat(first.getExtension("traceparent")).isEqualTo("t");
        assertThat(first.getExtension("headers")).isEqualTo("{\"X-B\":\"ä\"}");
        CloudEvent second = events(response.body()).get(1);
        assertThat(second.getId()).isEqualTo(json.get(1).get("id").textValue());
        assertThat(data(second)).isEqualTo("null");
        assertThat(second.getExtensionNames()).containsExactlyInAnyOrder("sequence", "cursor");
        assertThat(client.get("journal/topics/nobody/events", "Accept", BATCH).body()).isEqualTo("[]");
    }

    @Test
    void aHistoryIsAPageOfCloudEvents() throws JsonProcessingException {
        client.publish("page", "[{\"payload\":1},{\"payload\":2},{\"payload\":3}]");

        HttpResponse<String> response = client.get("journal/topics/page/events?limit=2", "Accept", EVENT);

        assertThat(response.headers().firstValue("Content-Type")).hasValue(EVENT);
        JsonNode page = JournalClient.json(response);
        JsonNode plain = JournalClient.json(client.get("journal/topics/page/events?limit=2"));
        assertThat(page.fieldNames()).toIterable().containsExactly("events", "next", "first", "head");
        for (String member : List.of("next", "first", "head")) {
            assertThat(page.get(member)).isEqualTo(plain.get(member));
        }
        assertThat(page.get("events")).hasSize(2);
        assertThat(MAPPER.treeToValue(page.get("events").get(1), CloudEvent.class)).isEqualTo(history("page").get(1));
        assertThat(response.headers().firstValue("Link").orElseThrow()).contains(plain.get("next").textValue());
    }

    @Test
    void isWalkedByLinks() {
        client.publish("walk",
                IntStream.range(0, 25).mapToObj(i -> "{\"payload\":" + i + "}").collect(Collectors.joining("\n")));
        for (String order : List.of("asc", "desc")) {
            List<String> read = new ArrayList<>();
            String next = "journal/topics/walk/events?limit=7&order=" + order;
            while (next != null) {
                HttpResponse<String> response = client.get(next, "Accept", BATCH);
                events(response.body()).forEach(event -> read.add(data(event)));
                String link = response.headers().firstValue("Link").orElse(null);
                next = link == null ? null : link.substring(1, link.indexOf('>'));
            }
            assertThat(read).hasSize(25).doesNotHaveDuplicates();
            assertThat(read.get(0)).isEqualTo(order.equals("asc") ? "0" : "24");
        }
    }

    @Test
    void anEventHasOneSourceWhereverItIsRead() {
        client.publish("wide.a", "{\"payload\":1}");
        client.publish("wide.b", "{\"payload\":2}");

        List<CloudEvent> all = events(client.get("journal/events?topic=wide.*", "Accept", BATCH).body());

        assertThat(all).extracting(event -> event.getSource().toString())
                .containsExactly("/journal/topics/wide.a", "/journal/topics/wide.b");
        assertThat(all.get(0)).isEqualTo(history("wide.a").get(0));
        assertThat(events(client.get("journal//topics/wide%2Ea/events/", "Accept", BATCH).body()).get(0)).isEqualTo(all.get(0));
    }

    @Test
    void saysWhenAPlaceCannotBeHonoured() {
        client.publish("gap", "{\"payload\":1}");
        String path = "journal/topics/gap/events?since=987654321";
        JsonNode gap = JournalClient.json(client.get(path)).get("gap");

        HttpResponse<String> batch = client.get(path, "Accept", BATCH);
        assertThat(batch.headers().firstValue("Journal-Gap")).hasValue(gap.toString());
        assertThat(events(batch.body())).hasSize(1);
        assertThat(JournalClient.json(client.get(path, "Accept", EVENT)).get("gap")).isEqualTo(gap);
    }

    @Test
    void isNoStream() {
        for (String type : List.of(EVENT, BATCH)) {
            assertThat(client.get("journal/topics/t/stream", "Accept", type).statusCode()).isEqualTo(406);
        }
        assertThat(client.get("journal/topics/t/events", "Accept", "application/xml").body())
                .contains("application/json, application/x-ndjson, " + EVENT + ", " + BATCH);
        assertThat(client.get("journal/topics/t/events", "Accept", "*/*").headers().firstValue("Content-Type"))
                .hasValue("application/json");
    }

    @Test
    void isPublishedInThreeModes() {
        CloudEvent given = CloudEventBuilder.v1().withId("e-1").withSource(URI.create("https://shop.example.org/"))
                .withType("com.example.placed").withSubject("modes").withExtension("traceparent", "ä")
                .withExtension("flag", true).withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)).build();
        String structured = new String(new JsonFormat().serialize(given), StandardCharsets.UTF_8);

        assertThat(post("modes", EVENT, structured).statusCode()).isEqualTo(201);
        assertThat(post("modes", BATCH, "[" + event("e-2") + "," + event("e-3", ",\"data\":3") + "]").statusCode())
                .isEqualTo(201);
        assertThat(binary("modes", "e-4", "[4]", "Content-Type", "application/x+json", "ce-partitionkey", "%C3%A4")
                .statusCode()).isEqualTo(201);
        assertThat(binary("modes", "e-5", "").statusCode()).isEqualTo(201);

        List<CloudEvent> events = history("modes");
        assertThat(events).extracting(CloudEvent::getId).containsExactly("e-1", "e-2", "e-3", "e-4", "e-5");
        assertThat(events).extracting(CloudEventsTest::data).containsExactly("{\"a\":1}", "null", "3", "[4]", "null");
        CloudEvent first = events.get(0);
        assertThat(first.getSource()).isEqualTo(given.getSource());
        assertThat(first.getType()).isEqualTo(given.getType());
        assertThat(first.getSubject()).isEqualTo(given.getSubject());
        assertThat(first.getExtension("traceparent")).isEqualTo("ä");
        assertThat(first.getExtension("flag")).isEqualTo(true);
        assertThat(events.get(3).getExtension("partitionkey")).isEqualTo("ä");
        assertThat(events.get(3).getDataContentType()).isEqualTo("application/x+json");
        JsonNode plain = JournalClient.json(client.get("journal/topics/modes/events")).get("events").get(0);
        assertThat(plain.get("headers").toString())
                .isEqualTo("{\"ce-source\":\"https://shop.example.org/\",\"flag\":\"true\",\"traceparent\":\"ä\","
                        + "\"ce-literals\":\"flag\"}");
    }

    @Test
    void isPublishedOnce() {
        HttpResponse<String> first = post("once", BATCH, "[" + event("e-1") + "," + event("e-2") + "]");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(post("once", BATCH, "[" + event("e-1") + "," + event("e-2") + "]"))
                .returns(200, HttpResponse::statusCode).returns(first.body(), HttpResponse::body);
        assertThat(post("once", EVENT, event("e-1")).statusCode()).isEqualTo(200);
        assertThat(binary("once", "e-2", "1", "Content-Type", "application/json").statusCode()).isEqualTo(200);
        assertThat(post("once", EVENT, event("e-3"), "Idempotency-Key", "k").statusCode()).isEqualTo(201);
        assertThat(post("once", EVENT, event("e-3"), "Idempotency-Key", "k").statusCode()).isEqualTo(200);
        assertThat(post("once", EVENT, event("e-4"), "Idempotency-Key", "k").statusCode()).isEqualTo(422);
        assertThat(post("once", EVENT, event("e-5"), "Journal-Expected-Position", "0").statusCode()).isEqualTo(412);
        assertThat(history("once")).extracting(CloudEvent::getId).containsExactly("e-1", "e-2", "e-3");
    }

    @Test
    void goesFromOneTopicToAnother() {
        client.publish("origin",
                "[{\"payload\":{\"n\":1.0},\"kind\":\"k\",\"key\":\"a\",\"headers\":{\"X-A\":\"1\",\"b\":\"2\"},"
                        + "\"index\":7},{\"payload\":null}]");
        String read = client.get("journal/topics/origin/events", "Accept", BATCH).body();

        assertThat(post("copy", BATCH, read).statusCode()).isEqualTo(201);
        assertThat(post("copy", BATCH, read).statusCode()).isEqualTo(200);

        List<CloudEvent> origin = history("origin");
        List<CloudEvent> copy = history("copy");
        assertThat(copy).extracting(CloudEvent::getSource, CloudEvent::getId, CloudEvent::getTime, CloudEventsTest::data)
                .containsExactlyElementsOf(origin.stream().map(event -> org.assertj.core.groups.Tuple.tuple(event.getSource(),
                        event.getId(), event.getTime(), data(event))).toList());
        assertThat(copy).extracting(CloudEvent::getSubject).containsOnly("copy");
        JsonNode plain = JournalClient.json(client.get("journal/topics/copy/events")).get("events").get(0);
        assertThat(plain.get("index").intValue()).isEqualTo(7);
        assertThat(plain.get("key").textValue()).isEqualTo("a");
        assertThat(plain.get("headers").get("X-A").textValue()).isEqualTo("1");
        assertThat(plain.get("headers").get("b").textValue()).isEqualTo("2");
        assertThat(plain.get("headers").get("ce-subject").textValue()).isEqualTo("origin");
        assertThat(plain.get("headers").get("ce-sequence").textValue()).isEqualTo(origin.get(0).getExtension("sequence"));
    }

    @Test
    void storesAllOrNothing() {
        String good = event("g");
        assertThat(post("atomic", BATCH, "[" + good + "," + event("a", ",\"type\":\"x\"") + "]").statusCode()).isEqualTo(422);
        assertThat(post("atomic", BATCH, "[" + good + "," + event("a", ",\"data_base64\":\"AA==\"") + "]").statusCode())
                .isEqualTo(415);
        assertThat(post("atomic", BATCH, "[" + good + ",").statusCode()).isEqualTo(400);
        assertThat(post("atomic", BATCH, "[" + good + "," + event("a", ",\"data\":\"" + "x".repeat(2_000) + "\"") + "]")
                .statusCode()).isEqualTo(413);
        assertThat(post("atomic", BATCH, "[" + (good + ",").repeat(50) + good + "]").statusCode()).isEqualTo(413);
        assertThat(post("atomic", BATCH, "[" + good + "]" + " ".repeat(200_000)).statusCode()).isEqualTo(413);
        HttpResponse<String> text = binary("atomic", "a", "hello", "Content-Type", "text/plain");
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.headers().firstValue("Accept-Post")).isPresent();
        HttpResponse<String> header = binary("atomic", "a", "1", "Content-Type", "application/json", "ce-time", "x");
        assertThat(header.statusCode()).isEqualTo(422);
        assertThat(JournalClient.json(header).get("errors").get(0).get("header").textValue()).isEqualTo("ce-time");
        assertThat(history("atomic")).isEmpty();
    }
}
