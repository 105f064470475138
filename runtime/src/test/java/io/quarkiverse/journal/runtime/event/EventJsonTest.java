package io.quarkiverse.journal.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;

class EventJsonTest {

    private static final String CURSOR = Cursor.after("abcdefgh", 7, "my-id").toString();

    @Test
    void optionalFieldsAreLeftOut() {
        EventData data = new EventData("orders", "placed", "my-id", 0, null, null, null, null, null, null, utf8("1"));
        assertThat(json(data)).isEqualTo("{\"position\":7,\"cursor\":\"" + CURSOR + "\",\"id\":\"my-id\","
                + "\"topic\":\"orders\",\"kind\":\"placed\",\"time\":\"1970-01-01T00:00:00.000000Z\",\"payload\":1}");
    }

    @Test
    void allFieldsInTheirOrder() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "1");
        headers.put("a", "ü\"\n😀");
        EventData data = new EventData("orders", "placed", "my-id", 1_234_567, "k\t", "c", -3L, "r", "s",
                EventJson.encodeHeaders(headers), utf8("{\"n\":1.00}"));
        assertThat(json(data)).isEqualTo("{\"position\":7,\"cursor\":\"" + CURSOR + "\",\"id\":\"my-id\","
                + "\"topic\":\"orders\",\"kind\":\"placed\",\"time\":\"1970-01-01T00:00:01.234567Z\",\"key\":\"k\\t\","
                + "\"correlationId\":\"c\",\"index\":-3,\"run\":\"r\",\"step\":\"s\","
                + "\"headers\":{\"z\":\"1\",\"a\":\"ü\\\"\\n\uD83D\uDE00\"},\"payload\":{\"n\":1.00}}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", " [1,  2]", "{\"b\" : 1.00e5,\"a\":\"\\u0000 é \\/\"}", "\"\u2028\uD83D\uDE00\"", "-0.0",
            "123456789012345678901234567890.10" })
    void payloadsAreKeptByteForByte(String payload) {
        EventData data = new EventData("t", "k", "my-id", 0, null, null, null, null, null, null, utf8(payload));
        assertThat(json(data)).endsWith(",\"payload\":" + payload + "}");
        assertThat(new StoredEvent(data, 7, "abcdefgh").event().payload().value()).isEqualTo(payload);
    }

    /** Larger than the room that is taken at first. */
    @Test
    void alsoLargeOnes() {
        String payload = "\"" + "é".repeat(50_000) + "\"";
        EventData data = new EventData("t", "k", "my-id", 0, null, null, null, null, null, null, utf8(payload));
        assertThat(json(data)).endsWith(",\"payload\":" + payload + "}");
    }

    @ParameterizedTest
    @CsvSource({ "2026-11-20T04:00:00Z, 2026-11-20T04:00:00.000000Z", "2026-11-20T04:00:00.1Z, 2026-11-20T04:00:00.100000Z",
            "2026-11-20T04:00:00.123456789Z, 2026-11-20T04:00:00.123456Z",
            "0044-03-15T12:00:00.000001Z, 0044-03-15T12:00:00.000001Z",
            "-0043-03-15T12:00:00.5Z, -0043-03-15T12:00:00.500000Z", "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000Z",
            "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000000Z",
            "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z" })
    void timeHasSixDigitsInAnyYear(String time, String written) {
        long micros = EventJson.toMicros(Instant.parse(time));
        assertThat(EventTime.format(micros)).isEqualTo(written);
        assertThat(Instant.parse(written)).isEqualTo(EventJson.fromMicros(micros));
    }

    @Test
    void theObjectSaysTheSameAsTheJson() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "ü");
        headers.put("a", "");
        EventData data = new EventData("t", "k", "my-id", -1, null, "c", 0L, null, null, EventJson.encodeHeaders(headers),
                utf8("[]"));
        Event event = new StoredEvent(data, 7, "abcdefgh").event();
        assertThat(event.headers()).containsExactlyEntriesOf(headers);
        assertThat(event.time()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(event.cursor()).hasToString(CURSOR);
        assertThat(event.key()).isNull();
        assertThat(event.index()).isZero();
    }

    @Test
    void noHeadersAreNoObject() {
        assertThat(EventJson.encodeHeaders(Map.of())).isNull();
    }

    private static String json(EventData data) {
        return new String(new StoredEvent(data, 7, "abcdefgh").json(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
