package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class StreamTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private static String data(String frame) {
        return frame.lines().filter(line -> line.startsWith("data: ")).map(line -> line.substring(6))
                .collect(Collectors.joining("\n"));
    }

    private static String id(String frame) {
        return frame.lines().filter(line -> line.startsWith("id: ")).map(line -> line.substring(4)).findFirst().orElse(null);
    }

    @Test
    void replaysThenSaysSoThenGoesLive() {
        JsonNode receipt = client.publish("replay", "[{\"payload\":1,\"kind\":\"a\"},{\"payload\":2.0}]");
        try (EventStream stream = client.stream("journal/topics/replay/stream")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-cache, no-store, no-transform");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Content-Encoding")).isNull();

            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            String first = stream.frame();
            assertThat(first).startsWith("id: ").contains("\nevent: a\ndata: {\"position\":" + receipt.get("first"));
            String second = stream.frame();
            assertThat(second).contains("\nevent: event\n").contains("\"payload\":2.0}");
            assertThat(id(second)).isEqualTo(receipt.get("cursor").textValue())
                    .isEqualTo(JournalClient.json(data(second)).get("cursor").textValue());
            String caughtUp = stream.frame();
            assertThat(caughtUp).contains("event: caught-up\n");
            assertThat(JournalClient.json(data(caughtUp)).get("position").longValue())
                    .isGreaterThanOrEqualTo(receipt.get("last").longValue());

            client.publish("elsewhere", "{\"payload\":0}");
            client.publish("replay", "{\"payload\":3,\"key\":\"ä€😀\"}");
            JsonNode live = JournalClient.json(data(stream.frame()));
            assertThat(live.get("key").textValue()).isEqualTo("ä€😀");
            assertThat(live.get("payload").intValue()).isEqualTo(3);
        }
    }

    @Test
    void goesOnWhereItWasLeft() {
        JsonNode receipt = client.publish("resume", "[{\"payload\":1},{\"payload\":2},{\"payload\":3}]");
        String firstCursor;
        try (EventStream stream = client.stream("journal/topics/resume/stream")) {
            stream.frame();
            firstCursor = id(stream.frame());
        }
        long first = receipt.get("first").longValue();
        for (EventStream resumed : List.of(
                client.stream("journal/topics/resume/stream?since=earliest&full=false", "Last-Event-ID", firstCursor),
                client.stream("journal/topics/resume/stream?since=earliest&lastEventId=" + firstCursor),
                client.stream("journal/topics/resume/stream?since=" + firstCursor),
                client.stream("journal/topics/resume/stream?since=" + first))) {
            try (resumed) {
                resumed.frame();
                assertThat(data(resumed.frame())).endsWith("\"payload\":2}");
                assertThat(data(resumed.frame())).endsWith("\"payload\":3}");
                assertThat(resumed.frame()).contains("caught-up");
            }
        }
    }

    @Test
    void tellsThatItIsOpenAndCaughtUpOnATopicThatIsNotThereYet() {
        try (EventStream stream = client.stream("journal/topics/nobody-yet/stream?kind=x");
                EventStream lines = client.stream("journal/topics/nobody-yet/stream", "Accept", JournalClient.NDJSON)) {
            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            assertThat(stream.frame()).contains("event: caught-up\n");
            assertThat(lines.header("Content-Type")).isEqualTo(JournalClient.NDJSON);
            assertThat(lines.line()).startsWith("{\"control\":\"caught-up\",\"position\":");

            client.publish("nobody-yet", "[{\"payload\":1,\"kind\":\"y\"},{\"payload\":2,\"kind\":\"x\"}]");
            assertThat(data(stream.frame())).endsWith("\"payload\":2}");
            assertThat(lines.line()).endsWith("\"payload\":1}");
            assertThat(lines.line()).endsWith("\"payload\":2}");
        }
    }

    @Test
    void endsAfterTheSentinelWhenThatIsAskedFor() {
        client.publish("bounded", "[{\"payload\":1},{\"payload\":2}]");

        try (EventStream lines = client.stream("journal/topics/bounded/stream?live=false", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(3).last().asString().contains("\"control\":\"caught-up\"");
        }
        try (EventStream lines = client.stream("journal/topics/bounded/stream?live=false&sentinel=false", "Accept",
                JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(2);
        }
        try (EventStream lines = client.stream("journal/topics/bounded/stream?live=false&full=false", "Accept",
                JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(1);
        }
    }

    @Test
    void leavesTheNamesOfEventsOutWhenThatIsAskedFor() {
        client.publish("unnamed", "{\"payload\":1,\"kind\":\"a\"}");
        try (EventStream stream = client.stream("journal/topics/unnamed/stream?named=false")) {
            stream.frame();
            assertThat(stream.frame()).doesNotContain("event: ").contains("\"kind\":\"a\"");
            assertThat(stream.frame()).contains("event: caught-up\n");
        }
    }

    @Test
    void filters() {
        client.publish("filtered", """
                [{"payload":1,"kind":"a","key":"k1"},{"payload":2,"kind":"b","key":"k1"},{"payload":3,"kind":"c","key":"k1"},
                 {"payload":4,"kind":"a","key":"k2","correlationId":"x"},{"payload":5,"kind":"a"}]""");
        String path = "journal/topics/filtered/stream?live=false&sentinel=false";

        assertThat(payloads(path + "&kind=a&kind=b&key=k1")).containsExactly("1", "2");
        assertThat(payloads(path + "&correlationId=x")).containsExactly("4");
        assertThat(payloads(path + "&run=r")).isEmpty();
        assertThat(payloads(path + "&kind=a&since=9999-01-01T00:00:00Z")).isEmpty();
        assertThat(payloads(path + "&kind=a&since=1999-01-01T00:00:00Z")).containsExactly("1", "4", "5");
    }

    @Test
    void readsTheWholeJournalOrSomeTopics() {
        client.publish("many.a", "{\"payload\":\"a\"}");
        client.publish("many.b", "{\"payload\":\"b\"}");
        client.publish("many-c", "{\"payload\":\"c\"}");
        String path = "journal/stream?live=false&sentinel=false";

        assertThat(payloads(path)).contains("\"a\"", "\"b\"", "\"c\"");
        assertThat(payloads(path + "&topic=many.*")).containsExactly("\"a\"", "\"b\"");
        assertThat(payloads(path + "&topic=many-c&topic=many.b")).containsExactly("\"b\"", "\"c\"");
        assertThat(payloads(path + "&topic=*")).contains("\"a\"", "\"b\"", "\"c\"");
    }

    private List<String> payloads(String path) {
        try (EventStream lines = client.stream(path, "Accept", JournalClient.NDJSON)) {
            return lines.rest().stream().map(line -> JournalClient.json(line).get("payload").toString()).toList();
        }
    }

    @Test
    void saysWhenAPlaceCannotBeHonoured() {
        JsonNode receipt = client.publish("gaps", "{\"payload\":1}");
        String cursor = receipt.get("cursor").textValue();
        String foreign = "1" + (cursor.startsWith("1zzzzzzzz") ? "yyyyyyyy" : "zzzzzzzz") + cursor.substring(9);

        try (EventStream stream = client.stream("journal/topics/gaps/stream", "Last-Event-ID", foreign)) {
            stream.frame();
            assertThat(stream.frame()).startsWith("event: gap\ndata: {\"reason\":\"epoch\",\"requested\":"
                    + receipt.get("first") + ",\"first\":1}");
            assertThat(data(stream.frame())).endsWith("\"payload\":1}");
        }
        try (EventStream lines = client.stream("journal/topics/gaps/stream?live=false&since=9223372036854775807", "Accept",
                JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(3).first().asString()
                    .isEqualTo("{\"control\":\"gap\",\"reason\":\"ahead\",\"requested\":9223372036854775807,\"first\":1}");
        }
    }

    @Test
    void givesTheSameBytesFromHistoryAndLive() {
        try (EventStream live = client.stream("journal/topics/bytes/stream?sentinel=false", "Accept", JournalClient.NDJSON)) {
            client.publish("bytes",
                    "{\"payload\": {\"b\" : 1.00, \"a\":[ ]} ,\"headers\":{\"z\":\"1\",\"a\":\"2\"},\"index\":7}");
            String first = live.line();
            assertThat(first)
                    .endsWith("\"index\":7,\"headers\":{\"z\":\"1\",\"a\":\"2\"},\"payload\":{\"b\" : 1.00, \"a\":[ ]}}");
            try (EventStream replay = client.stream("journal/topics/bytes/stream?live=false&sentinel=false", "Accept",
                    JournalClient.NDJSON)) {
                assertThat(replay.rest()).containsExactly(first);
            }
            assertThat(client.get("journal/topics/bytes/events").body()).startsWith("{\"events\":[" + first + "],");
        }
    }

    @Test
    void givesManyToAReaderThatPauses() {
        String padding = "x".repeat(2_000);
        for (int part = 0; part < 10; part++) {
            int from = part * 1_000;
            client.publish("slow", IntStream.range(from, from + 1_000)
                    .mapToObj(i -> "{\"payload\":\"" + padding + "\",\"index\":" + i + "}").collect(Collectors.joining("\n")));
        }
        // Twenty megabytes: more than fits between a server and a client that does not read.
        try (RawConnection paused = new RawConnection(server);
                EventStream lines = client.stream("journal/topics/slow/stream", "Accept", JournalClient.NDJSON)) {
            paused.send("GET /journal/topics/slow/stream HTTP/1.1\r\nHost: x\r\n\r\n").readTo("\r\n\r\n");
            for (int i = 0; i < 10_000; i++) {
                assertThat(lines.line()).contains("\"index\":" + i + ",");
            }
            assertThat(lines.line()).contains("caught-up");
            // By now the server has long filled what lies between it and the reader that paused.
            for (int i = 0; i < 10_000; i++) {
                paused.readTo("\"index\":" + i + ",");
            }
            paused.readTo("event: caught-up\n");
        }
    }

    @Test
    void endsTheConnectionOfAnOldClient() {
        client.publish("old", "{\"payload\":1}");
        try (RawConnection old = new RawConnection(server)) {
            assertThat(
                    old.send("GET /journal/topics/old/stream?live=false HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").readAll())
                    .startsWith("HTTP/1.0 200 OK\r\n").doesNotContain("chunked").contains("\"payload\":1}\n\n")
                    .endsWith("}\n\n");
        }
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String query : List.of("since=x", "lastEventId=-1", "full=1", "live=", "named=no", "sentinel=maybe", "key=%00",
                "since=1&since=2", "topic=other")) {
            var response = client.get("journal/topics/t/stream?" + query);
            assertThat(response.statusCode()).as(query).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(JournalClient.json(response).get("status").intValue()).isEqualTo(400);
        }
        assertThat(client.get("journal/topics/t/stream", "Last-Event-ID", "nonsense").statusCode()).isEqualTo(400);
        assertThat(client.get("journal/topics/-t/stream").statusCode()).isEqualTo(400);
        assertThat(client.get("journal/stream?topic=a**").statusCode()).isEqualTo(400);
        assertThat(client.get("journal/stream", "Accept", "text/html").statusCode()).isEqualTo(406);
    }
}
