package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class HistoryTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private static String numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"payload\":" + i + ",\"kind\":\"" + (i % 2 == 0 ? "even" : "odd")
                        + "\",\"time\":\"2026-01-01T00:00:"
                        + String.format("%02d", i % 60) + "Z\"}")
                .collect(Collectors.joining("\n"));
    }

    private List<Integer> walk(String path) {
        List<Integer> payloads = new ArrayList<>();
        String next = path;
        while (next != null) {
            HttpResponse<String> response = client.get(next);
            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode page = JournalClient.json(response);
            page.get("events").forEach(event -> payloads.add(event.get("payload").intValue()));
            String link = response.headers().firstValue("Link").orElse(null);
            assertThat(page.get("next").isNull()).isEqualTo(link == null);
            if (link != null) {
                assertThat(link).matches("<[^>]+>; rel=\"next\"").contains(page.get("next").textValue());
            }
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return payloads;
    }

    @Test
    void isWalkedInEitherOrder() {
        client.publish("walk", numbered(0, 25));
        client.publish("between", numbered(0, 5));
        client.publish("walk", numbered(25, 50));
        List<Integer> all = new ArrayList<>(IntStream.range(0, 50).boxed().toList());

        assertThat(walk("journal/topics/walk/events?limit=7")).isEqualTo(all);
        assertThat(walk("journal/topics/walk/events?limit=25")).isEqualTo(all);
        assertThat(walk("journal/topics/walk/events?limit=50")).isEqualTo(all);
        assertThat(walk("journal/topics/walk/events")).isEqualTo(all);
        assertThat(walk("journal/topics/walk/events?limit=10&kind=odd"))
                .isEqualTo(all.stream().filter(i -> i % 2 == 1).toList());
        assertThat(walk("journal/topics/walk/events?from=2026-01-01T00:00:10Z&to=2026-01-01T00:00:20Z&limit=3"))
                .isEqualTo(all.subList(10, 20));
        Collections.reverse(all);
        assertThat(walk("journal/topics/walk/events?limit=7&order=desc")).isEqualTo(all);
        assertThat(walk("journal/topics/walk/events?order=desc&kind=even&limit=1"))
                .isEqualTo(all.stream().filter(i -> i % 2 == 0).toList());
    }

    @Test
    void tellsWhereTheTopicBeginsAndEnds() {
        JsonNode first = client.publish("ends", "[{\"payload\":1},{\"payload\":2}]");
        client.publish("other", "{\"payload\":0}");
        JsonNode last = client.publish("ends", "[{\"payload\":3},{\"payload\":4}]");

        for (String query : List.of("", "?order=desc", "?kind=nothing", "?limit=1", "?since=latest", "?before=1")) {
            JsonNode page = JournalClient.json(client.get("journal/topics/ends/events" + query));
            assertThat(page.get("first")).as(query).isEqualTo(first.get("first"));
            assertThat(page.get("head")).as(query).isEqualTo(last.get("last"));
        }
        JsonNode some = JournalClient.json(client.get("journal/events?topic=ends&topic=nobody*"));
        assertThat(some.get("first")).isEqualTo(first.get("first"));
        assertThat(some.get("head")).isEqualTo(last.get("last"));
        assertThat(some.get("events")).hasSize(4);
        assertThat(client.get("journal/topics/nobody/events").body())
                .isEqualTo("{\"events\":[],\"next\":null,\"first\":0,\"head\":0}");
    }

    @Test
    void liesStrictlyBetweenItsBounds() {
        JsonNode receipt = client.publish("bounds", numbered(0, 5));
        long first = receipt.get("first").longValue();
        String path = "journal/topics/bounds/events?since=" + first + "&before=" + (first + 4);

        assertThat(walk(path)).containsExactly(1, 2, 3);
        assertThat(walk(path + "&order=desc")).containsExactly(3, 2, 1);
        assertThat(walk("journal/topics/bounds/events?since=" + receipt.get("cursor").textValue())).isEmpty();
        assertThat(walk("journal/topics/bounds/events?before=" + receipt.get("cursor").textValue())).containsExactly(0, 1, 2,
                3);
        assertThat(walk("journal/topics/bounds/events?since=latest")).isEmpty();
        assertThat(walk("journal/topics/bounds/events?since=2026-01-01T00:00:02Z")).containsExactly(3, 4);
        assertThat(walk("journal/topics/bounds/events?before=9223372036854775807")).hasSize(5);
    }

    @Test
    void isStreamedWholeAsLines() {
        client.publish("lines", numbered(0, 3_000));
        client.publish("lines", numbered(3_000, 5_000));
        List<Integer> all = new ArrayList<>(IntStream.range(0, 5_000).boxed().toList());

        assertThat(lines("journal/topics/lines/events")).isEqualTo(all);
        assertThat(lines("journal/topics/lines/events?limit=2")).isEqualTo(all.subList(0, 2));
        assertThat(lines("journal/topics/lines/events?kind=even")).isEqualTo(all.stream().filter(i -> i % 2 == 0).toList());
        assertThat(lines("journal/topics/lines/events?to=2026-01-01T00:00:01Z")).hasSize(84);
        Collections.reverse(all);
        assertThat(lines("journal/topics/lines/events?order=desc")).isEqualTo(all);
        assertThat(lines("journal/topics/nobody/events")).isEmpty();
    }

    private List<Integer> lines(String path) {
        try (EventStream stream = client.stream(path, "Accept", JournalClient.NDJSON)) {
            assertThat(stream.header("Content-Type")).isEqualTo(JournalClient.NDJSON);
            return stream.rest().stream().map(line -> JournalClient.json(line).get("payload").intValue()).toList();
        }
    }

    @Test
    void saysWhenAPlaceCannotBeHonoured() {
        JsonNode receipt = client.publish("gap", "{\"payload\":1}");
        String cursor = receipt.get("cursor").textValue();
        String foreign = cursor.charAt(0) + (cursor.startsWith("z", 1) ? "y" : "z") + cursor.substring(2);

        JsonNode page = JournalClient.json(client.get("journal/topics/gap/events?since=" + foreign));
        assertThat(page.get("gap").toString()).isEqualTo("{\"reason\":\"epoch\",\"requested\":" + receipt.get("first")
                + ",\"first\":1}");
        assertThat(page.get("events")).hasSize(1);
        page = JournalClient.json(client.get("journal/topics/gap/events?order=desc&before=" + foreign));
        assertThat(page.get("gap").get("reason").textValue()).isEqualTo("epoch");
        assertThat(page.get("events")).hasSize(1);
        page = JournalClient.json(client.get("journal/topics/gap/events?since=987654321"));
        assertThat(page.get("gap").get("reason").textValue()).isEqualTo("ahead");
        assertThat(JournalClient.json(client.get("journal/topics/gap/events")).has("gap")).isFalse();
        try (EventStream lines = client.stream("journal/topics/gap/events?since=987654321", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.line())
                    .isEqualTo("{\"control\":\"gap\",\"reason\":\"ahead\",\"requested\":987654321,\"first\":1}");
            assertThat(lines.rest()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "limit=0", "limit=1001", "limit=x", "order=up", "since=x", "before=x", "before=latest", "from=x",
            "to=2026-01-01", "key=%00" })
    void refusesWhatItCannotRead(String query) {
        HttpResponse<String> response = client.get("journal/topics/t/events?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = { "journal", "journal/", "journal/topics/a/b/events", "journal/streams",
            "journal/topics/a/streams" })
    void knowsNothingElse(String path) {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void allowsNoOtherMethods() {
        HttpResponse<String> topic = client.send(client.request("journal/topics/t/events").DELETE());
        assertThat(topic.statusCode()).isEqualTo(405);
        assertThat(topic.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(topic.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        for (String path : List.of("journal/events", "journal/stream", "journal/topics/t/stream")) {
            HttpResponse<String> response = client.post(path, JournalClient.JSON, "{}");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET");
        }
    }
}
