package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.publish.EventEncoder;

class EnvelopeParserTest {

    private static final int MOST_EVENTS = 5;
    private static final EventEncoder ENCODER = new EventEncoder(new ObjectMapper(), 1024);

    private static List<EventData> parse(MediaType form, byte[] body) {
        return EnvelopeParser.parse(ENCODER, MOST_EVENTS, "orders", form, body, null);
    }

    private static List<EventData> json(String body) {
        return parse(MediaType.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<EventData> lines(String body) {
        return parse(MediaType.NDJSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refusal(MediaType form, byte[] body) {
        return catchThrowableOfType(RefusedException.class, () -> parse(form, body)).problem();
    }

    private static Problem refusal(String body) {
        return refusal(MediaType.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String payload(EventData event) {
        return new String(event.payload(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "1", "-0", "0", "1.50", "-1.5e+300", "12345678901234567890123456789012345678901234567890", "true", "false", "null",
            "\"\"", "\"a\\u00e4\\\"\\\\ ä €😀\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "[]", "[ ]",
            "{ \"b\" : 1 , \"a\" : [1, 2 ] }",
            "{\"ä\":\"😀\",\"ä\":2}", "[[[[\"]\"]]]]", "{\"a\":{\"payload\":\"x}\"}}" })
    void takesThePayloadAsItIs(String payload) {
        for (String before : List.of("", " ", "\"kind\":\"ä\",".replace('ä', 'k'), "\"key\":\"ä€😀\",")) {
            for (String after : List.of("", " ", ",\"index\":1", "\t,\"id\":\"x\"")) {
                String object = "{" + before + "\"payload\":" + payload + after + "}";

                assertThat(payload(json(object).get(0))).isEqualTo(payload);
                assertThat(payload(json("[" + object + "]").get(0))).isEqualTo(payload);
                assertThat(payload(json(" [ {\"payload\":\"ä\"} , " + object + "\n] ").get(1))).isEqualTo(payload);
                assertThat(payload(lines("{\"payload\":\"ä\"}\n" + object).get(1))).isEqualTo(payload);
                assertThat(payload(json("\ufeff" + object).get(0))).isEqualTo(payload);
            }
        }
    }

    @Test
    void takesLargePayloads() {
        EventEncoder encoder = new EventEncoder(new ObjectMapper(), 1 << 20);
        String payload = "{\"text\":\"" + "ä€😀".repeat(50_000 / 10) + "\",\"n\":[" + "1.0,".repeat(10_000) + "2]}";
        String body = "[{\"payload\":" + payload + ",\"key\":\"k\"},{\"payload\":" + payload + "}]";

        List<EventData> events = EnvelopeParser.parse(encoder, MOST_EVENTS, "t", MediaType.JSON,
                body.getBytes(StandardCharsets.UTF_8), null);

        assertThat(events).extracting(EnvelopeParserTest::payload).containsExactly(payload, payload);
        assertThat(events.get(0).key()).isEqualTo("k");
    }

    @Test
    void takesEveryMember() {
        EventData event = json("""
                {"index": -9223372036854775808, "headers": {"b":"2","a":"1"}, "time": "2012-11-05T09:44:36-08:00", "id": "i-1",
                 "correlationId": "c", "key": "", "kind": "placed", "payload": {"a":
                1}}""").get(0);

        assertThat(event.topic()).isEqualTo("orders");
        assertThat(event.kind()).isEqualTo("placed");
        assertThat(event.id()).isEqualTo("i-1");
        assertThat(EventJson.fromMicros(event.timeMicros())).isEqualTo("2012-11-05T17:44:36Z");
        assertThat(event.key()).isEmpty();
        assertThat(event.correlationId()).isEqualTo("c");
        assertThat(event.index()).isEqualTo(Long.MIN_VALUE);
        assertThat(event.headers()).asString(StandardCharsets.UTF_8).isEqualTo("{\"b\":\"2\",\"a\":\"1\"}");
        assertThat(payload(event)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void takesNullForAMemberThatIsNotThere() {
        EventData event = json("{\"payload\":null,\"kind\":null,\"key\":null,\"correlationId\":null,\"index\":null,"
                + "\"headers\":null,\"time\":null}").get(0);

        assertThat(event.kind()).isEqualTo("event");
        assertThat(event.key()).isNull();
        assertThat(payload(event)).isEqualTo("null");
    }

    @Test
    void takesLinesInOrderAndPassesEmptyOnes() {
        assertThat(lines("{\"payload\":1}\r\n\n  \r\n{\"payload\":2}\n{\"payload\":3}\n")).extracting(
                EnvelopeParserTest::payload).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|/payload",
            "{\"payload\":1,\"kind\":\"caught-up\"}|/kind",
            "{\"payload\":1,\"kind\":\"a b\"}|/kind",
            "{\"payload\":1,\"kind\":\"\"}|/kind",
            "{\"payload\":1,\"kind\":1}|/kind",
            "{\"payload\":1,\"kind\":{\"a\":[1]}}|/kind",
            "{\"payload\":1,\"key\":[\"a\"]}|/key",
            "{\"payload\":1,\"key\":\"\\u0000\"}|/key",
            "{\"payload\":1,\"key\":\"\\ud800\"}|/key",
            "{\"payload\":1,\"correlationId\":true}|/correlationId",
            "{\"payload\":1,\"index\":\"1\"}|/index",
            "{\"payload\":1,\"index\":1.0}|/index",
            "{\"payload\":1,\"index\":1e3}|/index",
            "{\"payload\":1,\"index\":9223372036854775808}|/index",
            "{\"payload\":1,\"index\":123456789012345678901234567890}|/index",
            "{\"payload\":1,\"id\":\"\"}|/id",
            "{\"payload\":1,\"id\":\"a b\"}|/id",
            "{\"payload\":1,\"id\":7}|/id",
            "{\"payload\":1,\"time\":\"yesterday\"}|/time",
            "{\"payload\":1,\"time\":\"2026-11-20\"}|/time",
            "{\"payload\":1,\"time\":\"+999999999-01-01T00:00:00Z\"}|/time",
            "{\"payload\":1,\"time\":1}|/time",
            "{\"payload\":1,\"headers\":[]}|/headers",
            "{\"payload\":1,\"headers\":\"x\"}|/headers",
            "{\"payload\":1,\"headers\":{\"a/b~c\":1}}|/headers/a~1b~0c",
            "{\"payload\":1,\"headers\":{\"a\":null}}|/headers/a",
            "{\"payload\":1,\"headers\":{\"a\":\"1\",\"a\":\"2\"}}|/headers/a",
            "{\"payload\":1,\"payload\":2}|/payload",
            "{\"payload\":1,\"kind\":\"a\",\"kind\":\"a\"}|/kind",
            "{\"payload\":1,\"run\":\"r\"}|/run",
            "{\"payload\":1,\"Kind\":{\"a\":1}}|/Kind",
            "{\"payload\":1,\"\":1}|/" })
    void saysWhichMemberIsRefused(String event, String pointer) {
        for (String body : List.of(event, "[" + event + "]", "[{\"payload\":0}," + event + "]")) {
            Problem problem = refusal(body);
            String prefix = !body.startsWith("[") ? "" : body.equals("[" + event + "]") ? "/0" : "/1";

            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly(prefix + pointer);
        }
        Problem problem = refusal(MediaType.NDJSON, ("{\"payload\":0}\n\n" + event).getBytes(StandardCharsets.UTF_8));
        assertThat(problem.faults()).extracting(Problem.Fault::pointer).containsExactly("/2" + pointer);
    }

    @Test
    void saysAllThatIsRefused() {
        Problem problem = refusal("[{\"kind\":1,\"key\":2},7,{\"payload\":1},{\"payload\":1,\"x\":1},\"a\",[1]]");

        assertThat(problem.faults()).extracting(Problem.Fault::pointer)
                .containsExactly("/0/kind", "/0/key", "/0/payload", "/1", "/3/x", "/4", "/5");
        assertThat(problem.detail()).contains("7 errors");
    }

    @Test
    void boundsWhatItSays() {
        String body = IntStream.range(0, 5_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));

        Problem problem = refusal(body);

        assertThat(problem.faults()).hasSize(100);
        assertThat(problem.detail()).contains("5000 errors").contains("first 100");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[]", " [ ] ", "\"a\"", "1", "null" })
    void wantsAtLeastOneEventAndNothingElse(String body) {
        assertThat(refusal(body).status()).isEqualTo(422);
        assertThat(refusal(body).faults()).extracting(Problem.Fault::pointer).containsExactly("");
    }

    @Test
    void wantsAtLeastOneLine() {
        assertThat(refusal(MediaType.NDJSON, new byte[0]).status()).isEqualTo(422);
        assertThat(refusal(MediaType.NDJSON, "\n\n".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``|line 1, column 1 (byte 0)",
            "{|line 1",
            "[|line 1",
            "[{\"payload\":1}|line 1",
            "{\"payload\":1|line 1",
            "{\"payload\":1}}|line 1, column 14 (byte 13)",
            "{\"payload\":1} {\"payload\":2}|line 1, column 15 (byte 14)",
            "[{\"payload\":1}]x|line 1",
            "{\"payload\":01}|line 1",
            "{\"payload\":NaN}|line 1",
            "{'payload':1}|line 1",
            "{\"payload\":1,}|line 1",
            "{\"payload\":\"\t\"}|line 1",
            "{\"payload\":1}/**/|line 1",
            "{\"payload\":tru}|line 1" })
    void saysWhereJsonIsMalformed(String body, String place) {
        Problem problem = refusal(body);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("malformed JSON at " + place).doesNotContain("Source");
    }

    @Test
    void saysOnWhichLineJsonIsMalformed() {
        Problem problem = refusal(MediaType.NDJSON,
                "{\"payload\":1}\n\n{\"payload\":\"ä\"}\n{\"payload\":1} x".getBytes(StandardCharsets.UTF_8));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("line 4, column 15");
    }

    @Test
    void refusesTwoEventsOnALine() {
        assertThat(refusal(MediaType.NDJSON, "{\"payload\":1}{\"payload\":2}".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
        assertThat(refusal(MediaType.NDJSON, "[{\"payload\":1}]".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(422);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] truncated = "{\"payload\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] surrogate = { '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"' };
        byte[] overlong = { '"', (byte) 0xc0, (byte) 0x80, '"' };

        assertThat(refusal(MediaType.JSON, truncated).detail()).contains("not UTF-8 at byte 12");
        assertThat(refusal(MediaType.JSON, surrogate).status()).isEqualTo(400);
        assertThat(refusal(MediaType.JSON, overlong).status()).isEqualTo(400);
        assertThat(refusal(MediaType.JSON, "{\"payload\":1}".getBytes(StandardCharsets.UTF_16BE)).status()).isEqualTo(400);
        assertThat(refusal(MediaType.JSON, "\ufeff\ufeff{\"payload\":1}".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
    }

    @Test
    void refusesWhatIsTooLarge() {
        Problem payload = refusal("[{\"payload\":1},{\"payload\":\"" + "x".repeat(2_000) + "\"}]");
        assertThat(payload.status()).isEqualTo(413);
        assertThat(payload.faults()).extracting(Problem.Fault::pointer).containsExactly("/1/payload");

        Problem count = refusal("[" + "{\"payload\":1},".repeat(MOST_EVENTS) + "{\"payload\":1}]");
        assertThat(count.status()).isEqualTo(413);
        assertThat(count.detail()).contains("max-atomic-events");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        EventEncoder encoder = new EventEncoder(new ObjectMapper(), 1 << 20);
        for (int depth : List.of(501, 999, 5_000, 200_000)) {
            byte[] body = ("{\"payload\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(StandardCharsets.UTF_8);

            Problem problem = catchThrowableOfType(RefusedException.class,
                    () -> EnvelopeParser.parse(encoder, 1, "t", MediaType.JSON, body, null)).problem();

            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.faults()).hasSize(1);
        }
    }
}
