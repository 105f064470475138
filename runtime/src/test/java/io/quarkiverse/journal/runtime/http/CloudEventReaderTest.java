package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.quarkiverse.journal.runtime.event.CloudEventJson;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.publish.EventEncoder;

class CloudEventReaderTest {

    private static final EventEncoder ENCODER = new EventEncoder(new ObjectMapper(), 1024);
    private static final String REQUIRED = "\"specversion\":\"1.0\",\"id\":\"i-1\",\"source\":\"/shop\",\"type\":\"placed\"";

    private static List<EventData> parse(MediaType form, String body) {
        return EnvelopeParser.parse(ENCODER, 3, "orders", form, body.getBytes(StandardCharsets.UTF_8), null);
    }

    private static EventData one(String members) {
        return parse(MediaType.CLOUDEVENTS, "{" + REQUIRED + members + "}").get(0);
    }

    private static Problem refusal(MediaType form, String body) {
        return catchThrowableOfType(RefusedException.class, () -> parse(form, body)).problem();
    }

    private static String headers(EventData event) {
        return new String(event.headers(), StandardCharsets.UTF_8);
    }

    private static String out(EventData event) {
        return new String(new CloudEventJson("/journal").encode(new StoredEvent(event, 7, "abcdefgh")), StandardCharsets.UTF_8);
    }

    @Test
    void putsAttributesIntoFieldsAndKeepsTheOthers() {
        EventData event = one(",\"subject\":\"orders\",\"time\":\"2026-11-20T06:00:00.1234567+02:00\",\"partitionkey\":\"k\","
                + "\"correlationid\":\"c\",\"index\":\"-3\",\"dataschema\":\"urn:x\",\"datacontenttype\":\"application/json\","
                + "\"traceparent\":\"t\",\"flag\":true,\"count\":7,\"gone\":null,\"data\":{ \"n\" : 1.00 }");

        assertThat(event.id()).isEqualTo("i-1");
        assertThat(event.idGiven()).isTrue();
        assertThat(event.topic()).isEqualTo("orders");
        assertThat(event.kind()).isEqualTo("placed");
        assertThat(EventJson.fromMicros(event.timeMicros())).isEqualTo("2026-11-20T04:00:00.123456Z");
        assertThat(event.key()).isEqualTo("k");
        assertThat(event.correlationId()).isEqualTo("c");
        assertThat(event.index()).isEqualTo(-3);
        assertThat(headers(event)).isEqualTo("{\"ce-source\":\"/shop\",\"ce-dataschema\":\"urn:x\",\"traceparent\":\"t\","
                + "\"flag\":\"true\",\"count\":\"7\",\"ce-literals\":\"flag count\"}");
        assertThat(event.payload()).asString(StandardCharsets.UTF_8).isEqualTo("{ \"n\" : 1.00 }");
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "\"\"", "[]", "0.10", "12345678901234567890123456789012345678901234567890",
            "{\"data\":{\"id\":1}}", "\"ä€😀\\u0000\"" })
    void takesDataAsTheyAre(String data) {
        assertThat(one(",\"data\":" + data).payload()).asString(StandardCharsets.UTF_8).isEqualTo(data);
        assertThat(parse(MediaType.CLOUDEVENTS, "{\"data\":" + data + " ," + REQUIRED + "}").get(0).payload())
                .asString(StandardCharsets.UTF_8).isEqualTo(data);
    }

    @Test
    void dataThatAreNotThereAreNull() {
        assertThat(one("").payload()).asString(StandardCharsets.UTF_8).isEqualTo("null");
        assertThat(one(",\"data_base64\":null").payload()).asString(StandardCharsets.UTF_8).isEqualTo("null");
    }

    @Test
    void takesBatches() {
        String event = "{" + REQUIRED + ",\"data\":1}";

        assertThat(parse(MediaType.CLOUDEVENTS_BATCH, " [" + event + " , " + event.replace("i-1", "i-2") + "] "))
                .extracting(EventData::id).containsExactly("i-1", "i-2");
        assertThat(refusal(MediaType.CLOUDEVENTS_BATCH, event).faults()).extracting(Problem.Fault::pointer).containsExactly("");
        assertThat(refusal(MediaType.CLOUDEVENTS, "[" + event + "]").status()).isEqualTo(422);
        assertThat(refusal(MediaType.CLOUDEVENTS_BATCH, "[]").status()).isEqualTo(422);
        assertThat(refusal(MediaType.CLOUDEVENTS_BATCH, "[" + (event + ",").repeat(3) + event + "]").status()).isEqualTo(413);
        Problem problem = refusal(MediaType.CLOUDEVENTS_BATCH, "[" + event + ",{\"id\":\"a\",\"type\":\"end\"},7]");
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly("/1/specversion", "/1/source", "/2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            ",\"subject\":7|/subject", ",\"subject\":\"\"|/subject", ",\"time\":\"yesterday\"|/time", ",\"time\":1|/time",
            ",\"time\":\"+200000-01-01\"|/time", ",\"partitionkey\":\"\"|/partitionkey",
            ",\"correlationid\":\"\"|/correlationid",
            ",\"partitionkey\":[1]|/partitionkey", ",\"correlationid\":true|/correlationid", ",\"index\":\"x\"|/index",
            ",\"index\":true|/index", ",\"index\":\"9223372036854775808\"|/index", ",\"index\":9223372036854775808|/index",
            ",\"index\":123456789012345678901234567890|/index", ",\"index\":1.5|/index",
            ",\"dataschema\":\"relative\"|/dataschema", ",\"dataschema\":\"a b\"|/dataschema", ",\"dataschema\":1|/dataschema",
            ",\"Upper\":\"x\"|/Upper", ",\"with-dash\":\"x\"|/with-dash", ",\"with_line\":1|/with_line", ",\"ä\":\"x\"|/ä",
            ",\"\":\"x\"|/", ",\"a/b~c\":\"x\"|/a~1b~0c", ",\"ext\":{}|/ext", ",\"ext\":[1]|/ext", ",\"ext\":1.0|/ext",
            ",\"ext\":2147483648|/ext", ",\"ext\":\"a\\u0001\"|/ext", ",\"ext\":\"\\ud800\"|/ext", ",\"ext\":\"\\ufffe\"|/ext",
            ",\"ext\":1,\"ext\":1|/ext", ",\"id\":\"again\"|/id", ",\"data\":1,\"data\":2|/data", ",\"sequence\":1|/sequence",
            ",\"headers\":\"x\"|/headers", ",\"headers\":{}|/headers", ",\"headers\":\"{\\\"a\\\":1}\"|/headers",
            ",\"headers\":\"{\\\"a\\\":\\\"1\\\",\\\"a\\\":\\\"2\\\"}\"|/headers", ",\"headers\":\"{} 1\"|/headers",
            ",\"headers\":\"[]\"|/headers", ",\"datacontenttype\":1|/datacontenttype" })
    void saysWhichAttributeIsRefused(String members, String pointer) {
        String event = "{" + REQUIRED + members + "}";

        Problem problem = refusal(MediaType.CLOUDEVENTS, event);
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly(pointer);
        problem = refusal(MediaType.CLOUDEVENTS_BATCH, "[{" + REQUIRED + "}," + event + "]");
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly("/1" + pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "specversion|\"0.3\"", "specversion|\"1.0.2\"", "specversion|1.0", "specversion|1", "specversion|null",
            "id|\"\"", "id|\"a b\"", "id|\"ä\"", "id|7", "id|null", "source|\"\"", "source|\"a b\"", "source|null", "source|1",
            "type|\"end\"", "type|\"a/b\"", "type|\"\"", "type|null", "type|{}" })
    void saysWhichRequiredAttributeIsWrong(String name, String value) {
        String event = "{" + REQUIRED.replaceAll("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":" + value) + "}";

        Problem problem = refusal(MediaType.CLOUDEVENTS, event);

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly("/" + name);
    }

    @Test
    void saysWhichAttributeItIsWhateverItsName() {
        Problem problem = refusal(MediaType.CLOUDEVENTS,
                "{" + REQUIRED + ",\"\u00e4\\n\\ud83d\\ude00\":\"x\"}");

        assertThat(problem.toJson().toString()).contains("\"pointer\":\"/\u00e4\\n");
        // Half a character is no name: the parser refuses it as malformed.
        assertThat(refusal(MediaType.CLOUDEVENTS, "{" + REQUIRED + ",\"\\ud800\":1}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"data_base64\":\"AAAA\"", "\"data\":\"x\",\"datacontenttype\":\"text/plain\"",
            "\"datacontenttype\":\"application/json; charset=iso-8859-1\"", "\"datacontenttype\":\"\"",
            "\"data_base64\":[[1]]" })
    void takesNothingButJson(String members) {
        Problem problem = refusal(MediaType.CLOUDEVENTS_BATCH, "[{" + REQUIRED + "," + members + "}]");

        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.headers()).containsKey("Accept-Post");
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).first().asString().startsWith("/0/data");
    }

    @Test
    void refusesWhatIsTooLarge() {
        Problem data = refusal(MediaType.CLOUDEVENTS, "{" + REQUIRED + ",\"data\":\"" + "x".repeat(1_024) + "\"}");
        assertThat(data.status()).isEqualTo(413);
        assertThat(data.faults()).extracting(Problem.Fault::pointer).containsExactly("/data");
        Problem kept = refusal(MediaType.CLOUDEVENTS_BATCH, "[{" + REQUIRED + ",\"ext\":\"" + "x".repeat(9_000) + "\"}]");
        assertThat(kept.status()).isEqualTo(422);
        assertThat(kept.faults()).extracting(Problem.Fault::pointer).containsExactly("/0");
    }

    @Test
    void saysWhereJsonIsMalformed() {
        Problem problem = refusal(MediaType.CLOUDEVENTS, "{" + REQUIRED + ",\n\"data\":}");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("line 2, column 8");
    }

    @Test
    void whatComesInGoesOut() {
        CloudEvent event = CloudEventBuilder.v1().withId("i-1").withType("com.example.placed")
                .withSource(URI.create("https://shop.example.org/a?b#c")).withSubject("orders")
                .withTime(OffsetDateTime.parse("2026-11-20T04:00:00.123456Z")).withDataSchema(URI.create("urn:x"))
                .withDataContentType("application/order+json").withExtension("traceparent", "00-ä😀-01")
                .withExtension("flag", true).withExtension("no", false).withExtension("sampledrate", 7)
                .withExtension("number", "7").withExtension("partitionkey", "k").withExtension("correlationid", "c")
                .withExtension("index", "3").build();
        String json = new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
        json = json.substring(0, json.length() - 1) + ",\"data\":{\"a\":[1,null]}}";

        CloudEvent again = new JsonFormat()
                .deserialize(out(parse(MediaType.CLOUDEVENTS, json).get(0)).getBytes(StandardCharsets.UTF_8));

        CloudEvent expected = CloudEventBuilder.v1(new JsonFormat().deserialize(json.getBytes(StandardCharsets.UTF_8)))
                .withExtension("sequence", "7").withExtension("cursor", String.valueOf(again.getExtension("cursor"))).build();
        assertThat(again).isEqualTo(expected);
    }

    @Test
    void whatComesFromAJournalGoesIntoAnother() {
        EventData first = one(
                ",\"traceparent\":\"t\",\"flag\":true,\"headers\":\"{\\\"X-A\\\":\\\"\\\\u0001\\\"}\",\"data\":1");

        EventData second = parse(MediaType.CLOUDEVENTS, out(first)).get(0);

        assertThat(headers(first)).isEqualTo("{\"X-A\":\"\\u0001\",\"ce-source\":\"/shop\",\"traceparent\":\"t\","
                + "\"flag\":\"true\",\"ce-literals\":\"flag\"}");
        assertThat(headers(second))
                .startsWith("{\"X-A\":\"\\u0001\",\"ce-source\":\"/shop\",\"ce-sequence\":\"7\",\"ce-cursor\":")
                .endsWith("\"traceparent\":\"t\",\"flag\":\"true\",\"ce-literals\":\"flag\"}");
        EventData third = parse(MediaType.CLOUDEVENTS, out(second)).get(0);
        assertThat(headers(third)).contains("\"ce-sequence\":\"7\"").contains("\"X-A\":\"\\u0001\"");
        assertThat(out(third)).isEqualTo(out(second));
    }

    @Test
    void theTopicOfThePathCounts() {
        EventData event = one(",\"subject\":\"customers/7\"");

        assertThat(headers(event)).isEqualTo("{\"ce-source\":\"/shop\",\"ce-subject\":\"customers/7\"}");
        assertThat(out(event)).contains("\"subject\":\"orders\"")
                .contains("\"headers\":\"{\\\"ce-subject\\\":\\\"customers/7\\\"}\"");
    }
}
