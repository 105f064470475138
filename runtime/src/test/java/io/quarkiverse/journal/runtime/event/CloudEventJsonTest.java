package io.quarkiverse.journal.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.quarkiverse.journal.Cursor;

class CloudEventJsonTest {

    private static final String CURSOR = Cursor.after("abcdefgh", 7, "my-id").toString();
    private static final CloudEventJson FORM = new CloudEventJson("/journal");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String json(EventData data) {
        return new String(FORM.encode(new StoredEvent(data, 7, "abcdefgh")), StandardCharsets.UTF_8);
    }

    private static EventData plain(String payload, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new EventData("orders", "placed", "my-id", 0, null, null, null, null, null, EventJson.encodeHeaders(all),
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(EventData data) {
        try {
            return MAPPER.readTree(json(data));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void optionalFieldsAreLeftOut() {
        assertThat(json(plain("1")))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"my-id\",\"source\":\"/journal/topics/orders\","
                        + "\"type\":\"placed\",\"subject\":\"orders\",\"time\":\"1970-01-01T00:00:00.000000Z\","
                        + "\"datacontenttype\":\"application/json\",\"sequence\":\"7\",\"cursor\":\"" + CURSOR
                        + "\",\"data\":1}");
    }

    @Test
    void allFieldsInTheirOrder() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("traceparent", "ü\"😀");
        headers.put("X-Other", "a\u0001\u007f\u0085\ufffe\ud83f\udfff\"ü");
        headers.put("source", "web");
        EventData data = new EventData("orders", "placed", "my-id", 1_234_567, "k😀", "c", Long.MIN_VALUE, "r", "s",
                EventJson.encodeHeaders(headers), "{\"n\":1.00}".getBytes(StandardCharsets.UTF_8));

        assertThat(json(data)).isEqualTo("{\"specversion\":\"1.0\",\"id\":\"my-id\",\"source\":\"/journal/topics/orders\","
                + "\"type\":\"placed\",\"subject\":\"orders\",\"time\":\"1970-01-01T00:00:01.234567Z\","
                + "\"datacontenttype\":\"application/json\",\"sequence\":\"7\",\"cursor\":\"" + CURSOR
                + "\",\"correlationid\":\"c\",\"partitionkey\":\"k😀\",\"index\":\"-9223372036854775808\",\"run\":\"r\","
                + "\"step\":\"s\",\"traceparent\":\"ü\\\"😀\",\"headers\":\"{\\\"X-Other\\\":\\\"a\\\\u0001\\\\u007f\\\\u0085"
                + "\\\\ufffe\\\\ud83f\\\\udfff\\\\\\\"ü\\\",\\\"source\\\":\\\"web\\\"}\",\"data\":{\"n\":1.00}}");
    }

    static List<EventData> samples() {
        long now = EventJson.toMicros(Instant.parse("2026-11-20T04:00:00.123456Z"));
        String long1 = "12345678901234567890123456789012345678901234567890.10";
        return List.of(
                plain("null"), plain("\"\""), plain("{}"), plain("[]"), plain("true"), plain(long1), plain("-1.5e+300"),
                plain("{\"ä€😀\":\"\\u0000 \u2028 \\ud83d\\ude00\",\"n\":[1.00," + long1 + "]}"),
                plain("\"" + "é".repeat(50_000) + "\""),
                new EventData("a.b_c-1", "com.example.order.placed", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", now, "kä", "c€", 0L,
                        "run-1", "step 1",
                        EventJson.encodeHeaders(Map.of("a", "b", "B", "c", "ce-x", "d", "", "", "data", "x")),
                        "{\"any\":\"json\"}".getBytes(StandardCharsets.UTF_8)),
                new EventData("t", "k", "id", EventJson.toMicros(Instant.parse("+10000-01-01T00:00:00Z")), "", "", null, null,
                        null, null, "1".getBytes(StandardCharsets.UTF_8)),
                new EventData("t", "k", "id", EventJson.toMicros(Instant.parse("-0001-12-31T23:59:59.999999Z")), "a\nb",
                        "\ufdd0", Long.MAX_VALUE, null, null, null, "1".getBytes(StandardCharsets.UTF_8)),
                plain("1", "ce-source", "https://example.org/a?b=c#d", "ce-dataschema", "urn:x:y", "ce-datacontenttype",
                        "application/order+json; charset=\"UTF-8\"", "flag", "true", "count", "-2147483648", "text", "7",
                        "empty", "", "ce-literals", "flag count"),
                plain("1", "ce-source", "not a uri", "ce-dataschema", "relative", "ce-datacontenttype", "text/plain", "flag",
                        "yes", "ce-literals", "flag other"));
    }

    /** The SDK is strict on names and on the attributes that every CloudEvent has; on the others, the specification is. */
    @ParameterizedTest
    @MethodSource("samples")
    void isValid(EventData data) throws IOException {
        CloudEvent event = new JsonFormat().deserialize(json(data).getBytes(StandardCharsets.UTF_8));

        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo(data.id());
        assertThat(event.getType()).isEqualTo(data.kind());
        assertThat(event.getSubject()).isEqualTo(data.topic());
        assertThat(event.getExtension("sequence")).isEqualTo("7");
        assertThat(event.getExtension("cursor")).isEqualTo(Cursor.after("abcdefgh", 7, data.id()).toString());
        assertThat(MAPPER.readTree(event.getData().toBytes())).isEqualTo(MAPPER.readTree(data.payload()));
        assertThat(json(data)).endsWith(",\"data\":" + new String(data.payload(), StandardCharsets.UTF_8) + "}");
        if (event.getTime() != null) {
            assertThat(EventJson.toMicros(event.getTime().toInstant())).isEqualTo(data.timeMicros());
        }
        JsonNode tree = tree(data);
        assertThat(tree.fieldNames()).toIterable().allMatch(name -> name.matches("[a-z0-9]{1,20}")).doesNotHaveDuplicates();
        tree.fields().forEachRemaining(attribute -> {
            if (!attribute.getKey().equals("data")) {
                assertThat(attribute.getValue().isTextual() || attribute.getValue().isBoolean()
                        || attribute.getValue().isInt()).as(attribute.getKey()).isTrue();
                assertThat(attribute.getValue().asText())
                        .doesNotMatch("(?s).*[\\x00-\\x1f\\x7f-\\x9f\\ufdd0-\\ufdef\\ufffe\\uffff].*");
            }
        });
        assertThat(tree.path("time").asText("1970-01-01T00:00:00Z"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    }

    @Test
    void whatCloudEventsHaveNoFormForIsLeftOut() {
        EventData data = new EventData("t", "k", "id", EventJson.toMicros(Instant.parse("+10000-01-01T00:00:00Z")), "",
                "a\u007fb", null, null, null, null, "1".getBytes(StandardCharsets.UTF_8));

        assertThat(tree(data).fieldNames()).toIterable().containsExactly("specversion", "id", "source", "type", "subject",
                "datacontenttype", "sequence", "cursor", "data");
        assertThat(tree(new EventData("t", "k", "id",
                EventJson.toMicros(Instant.parse("+10000-01-01T00:00:00Z")) - 1, null, null, null, null, null, null,
                "1".getBytes(StandardCharsets.UTF_8))).get("time").textValue()).isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(tree(new EventData("t", "k", "id", EventJson.toMicros(Instant.parse("0000-01-01T00:00:00Z")), null, null,
                null, null, null, null, "1".getBytes(StandardCharsets.UTF_8))).get("time").textValue())
                .isEqualTo("0000-01-01T00:00:00.000000Z");
    }

    @Test
    void keptAttributesTakeTheirPlaces() {
        JsonNode event = tree(plain("1", "ce-source", "https://example.org/a", "ce-dataschema", "urn:x:y",
                "ce-datacontenttype", "application/vnd.x+json", "flag", "true", "count", "7", "text", "7", "ce-literals",
                "flag count"));

        assertThat(event.get("source").textValue()).isEqualTo("https://example.org/a");
        assertThat(event.get("dataschema").textValue()).isEqualTo("urn:x:y");
        assertThat(event.get("datacontenttype").textValue()).isEqualTo("application/vnd.x+json");
        assertThat(event.get("flag").isBoolean()).isTrue();
        assertThat(event.get("count").isInt()).isTrue();
        assertThat(event.get("text").isTextual()).isTrue();
        assertThat(event.has("headers")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "ce-source,a b", "ce-source,''", "ce-dataschema,relative", "ce-datacontenttype,text/plain",
            "ce-datacontenttype,application/json; charset=latin1", "ce-literals,''", "ce-literals,missing",
            "ce-literals,k k", "ce-literals,text", "ce-sequence,1", "id,x", "data,x", "headers,x", "Key,x", "k-1,x" })
    void whatDoesNotFitItsPlaceStaysAHeader(String name, String value) throws IOException {
        JsonNode event = tree(plain("1", "k", "7", "text", "x", name, value));

        assertThat(event.get("source").textValue()).isEqualTo("/journal/topics/orders");
        assertThat(event.get("datacontenttype").textValue()).isEqualTo("application/json");
        assertThat(event.has("dataschema")).isFalse();
        assertThat(event.get("k").isTextual()).isTrue();
        assertThat(event.get("text").isTextual()).isTrue();
        assertThat(MAPPER.readTree(event.get("headers").textValue())).isEqualTo(MAPPER.createObjectNode().put(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = { "true", "false", "0", "7", "-7", "2147483647", "-2147483648" })
    void knowsLiterals(String value) {
        assertThat(CloudEventValues.isLiteral(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "True", "null", "-0", "07", "1.0", "1e3", "2147483648", "-2147483649", "99999999999", "7 ",
            "7}", "\"" })
    void knowsWhatIsNoLiteral(String value) {
        assertThat(CloudEventValues.isLiteral(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/json", "Application/JSON", "text/json", "application/vnd.a.b+json",
            "application/cloudevents+json", "application/json;charset=utf-8", "application/json ; charset=\"UTF-8\"; v=1" })
    void knowsJson(String type) {
        assertThat(CloudEventValues.isJsonType(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "json", "application/", "/json", "text/plain", "application/xml", "application/jsonl",
            "application/x-ndjson", "application/json charset=utf-8", "application/json; charset=iso-8859-1",
            "application/octet-stream; x=+json" })
    void knowsWhatIsNotJson(String type) {
        assertThat(CloudEventValues.isJsonType(type)).isFalse();
    }
}
