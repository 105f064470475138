package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.EventEncoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

class BinaryCloudEventTest {

    private static final EventEncoder ENCODER = new EventEncoder(new ObjectMapper(), 1024);

    private static MultiMap required() {
        return HeadersMultiMap.httpHeaders().add("ce-specversion", "1.0").add("CE-ID", "i-1").add("ce-source", "/shop")
                .add("Ce-Type", "placed").add("Content-Type", "application/json");
    }

    private static EventData parse(MultiMap headers, String body) {
        BinaryCloudEvent head = BinaryCloudEvent.of(headers);
        assertThat(head).isNotNull();
        head.requireJson();
        return EnvelopeParser.parse(ENCODER, "orders", head, body.getBytes(StandardCharsets.UTF_8), null).get(0);
    }

    private static Problem refusal(MultiMap headers, String body) {
        return catchThrowableOfType(RefusedException.class, () -> parse(headers, body)).problem();
    }

    @Test
    void isKnownByItsAttributes() {
        assertThat(BinaryCloudEvent.of(HeadersMultiMap.httpHeaders().add("Content-Type", "application/json")
                .add("ce-other", "1"))).isNull();
        assertThat(BinaryCloudEvent.of(HeadersMultiMap.httpHeaders().add("ce-type", "1"))).isNotNull();
        assertThat(BinaryCloudEvent.of(required().set("Content-Type", "Application/CloudEvents+json"))).isNull();
        assertThat(BinaryCloudEvent.of(required().set("Content-Type", "application/cloudevents-batch+json"))).isNull();
    }

    @Test
    void takesAttributesFromHeadersAndDataFromTheBody() {
        EventData event = parse(required().add("ce-partitionkey", "%C3%A4%20%25%F0%9F%98%80")
                .add("ce-correlationid", "\"a \\\"b\\\\ %41\"").add("ce-time", "2026-11-20T04:00:00Z").add("ce-index", "3")
                .add("ce-flag", "true").add("X-Other", "no"), " {\"a\" :\n1.00} ");

        assertThat(event.id()).isEqualTo("i-1");
        assertThat(event.kind()).isEqualTo("placed");
        assertThat(event.key()).isEqualTo("ä %😀");
        assertThat(event.correlationId()).isEqualTo("a \"b\\ A");
        assertThat(event.index()).isEqualTo(3);
        assertThat(event.headers()).asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"ce-source\":\"/shop\",\"flag\":\"true\"}");
        assertThat(event.payload()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\" : 1.00}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "12", "-1.50e3", "null", "\"\"", "[]", "{\"specversion\":7}", "\"\u00e4\ud83d\ude00\"" })
    void takesDataAsTheyAre(String data) {
        for (String body : new String[] { data, " " + data, data + " ", data + "\r\n", "\ufeff" + data + " \t " }) {
            assertThat(parse(required(), body).payload()).asString(StandardCharsets.UTF_8).isEqualTo(data);
        }
    }

    @Test
    void dataThatAreNotThereAreNull() {
        assertThat(parse(required(), "").payload()).asString(StandardCharsets.UTF_8).isEqualTo("null");
        assertThat(parse(required().remove("Content-Type"), "").payload()).asString(StandardCharsets.UTF_8).isEqualTo("null");
    }

    @Test
    void keepsTheTypeOfItsData() {
        assertThat(parse(required().set("Content-Type", "application/vnd.x+json"), "[1]").headers())
                .asString(StandardCharsets.UTF_8).contains("\"ce-datacontenttype\":\"application/vnd.x+json\"");
        for (String type : new String[] { "text/plain", "application/x-ndjson", "application/json; charset=latin1" }) {
            assertThat(refusal(required().set("Content-Type", type), "1").status()).isEqualTo(415);
        }
        assertThat(refusal(required().remove("Content-Type"), "1").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({ "ce-specversion,0.3", "ce-id,a%20b", "ce-source,a%20b", "ce-type,end", "ce-type,%zz", "ce-type,100%",
            "ce-time,yesterday", "ce-ext,%C0%A0", "ce-ext,%00", "ce-ext,%ED%A0%80", "ce-ext,\u00e4", "ce-index,x",
            "ce-no_name,x", "ce-,x", "ce-data,1", "ce-datacontenttype,application/json", "ce-headers,x",
            "ce-partitionkey,''" })
    void saysWhichHeaderIsRefused(String name, String value) {
        Problem problem = refusal(required().set(name, value), "1");

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly(name);
        assertThat(problem.toJson().toString()).contains("{\"header\":\"" + name + "\",\"detail\":");
        assertThat(problem.detail()).contains("in the header '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "ce-specversion", "ce-id", "ce-source", "ce-type" })
    void saysWhichHeaderIsMissing(String name) {
        assertThat(refusal(required().remove(name), "1").faults()).extracting(Problem.Fault::pointer).containsExactly(name);
        assertThat(refusal(required().add(name, "x"), "1").faults()).extracting(Problem.Fault::pointer).containsExactly(name);
    }

    @Test
    void saysWhatIsWrongWithItsBody() {
        Problem malformed = refusal(required(), "{\n\"a\":}");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.detail()).contains("line 2, column 5");
        assertThat(refusal(required(), "1 2").status()).isEqualTo(400);
        assertThat(refusal(required(), " ").status()).isEqualTo(400);
        Problem large = refusal(required(), "\"" + "x".repeat(1_024) + "\"");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.faults()).containsExactly(new Problem.Fault("", large.detail()));
    }
}
