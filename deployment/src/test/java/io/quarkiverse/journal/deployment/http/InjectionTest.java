package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Nothing that a publisher or a reader writes becomes a frame, a line or a header of its own, or the server's fault. */
@Timeout(60)
class InjectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"kind\":\"a\\r\\nevent: end\"", "\"kind\":\"a\\nb\"", "\"kind\":\"a\\rb\"",
            "\"kind\":\"\\u0000\"",
            "\"kind\":\"\\ud800\"", "\"kind\":\"\u00e9\"", "\"kind\":\"\u2028\"", "\"id\":\"a\\r\\nb\"", "\"id\":\"a\\nb\"",
            "\"id\":\"\\u0000\"", "\"id\":\"\\udfff\"", "\"id\":\"\u00e9\"", "\"key\":\"\\u0000\"", "\"key\":\"\\ud800\"",
            "\"correlationId\":\"\\u0000\"", "\"correlationId\":\"\\udc00\\ud800\"", "\"headers\":{\"a\":\"\\ud800\"}",
            "\"headers\":{\"\\ud800\":\"a\"}" })
    void whatCannotBeSaidIsRefused(String member) {
        assertThat(client.post("journal/topics/refused/events", JournalClient.JSON, "{\"payload\":1," + member + "}")
                .statusCode()).isIn(400, 422);
        assertThat(client.get("journal/topics/refused/events").body()).contains("\"events\":[]");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u00c0\u00af", "\u00c0\u0080", "\u00e0\u0080\u00af", "\u00f0\u0080\u0080\u00af",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080", "\u00ff", "\u00fe\u00ff", "\u0080", "\u00c3" })
    void whatIsNoUtf8IsRefusedWhereverItStands(String bytes) {
        for (String event : List.of("{\"payload\":\"%s\"}", "{\"payload\":1,\"key\":\"%s\"}", "{\"payload\":1,\"kind\":\"%s\"}",
                "{\"payload\":1,\"id\":\"%s\"}", "{\"payload\":1,\"headers\":{\"%s\":\"a\"}}", "{\"payload\":1,\"%s\":1}")) {
            String body = event.formatted(bytes);
            try (RawConnection connection = new RawConnection(server)) {
                connection.send("POST /journal/topics/refused/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
                assertThat(RawResponse.read(connection, false).status()).isEqualTo(400);
            }
        }
        assertThat(client.get("journal/topics/refused/events").body()).contains("\"events\":[]");
    }

    @Test
    void whatIsAcceptedStaysInItsFrame() {
        String evil = "a\\r\\n\\r\\nevent: end\\ndata: {}\\n\\nid: x\u2028\u2029\u0085";
        client.publish("frames",
                "[{\"payload\":{\r\n\"a\":\r\"" + evil + "\"\n},\"key\":\"" + evil + "\",\"correlationId\":\"" + evil
                        + "\",\"headers\":{\"" + evil + "\":\"" + evil
                        + "\"},\"id\":\"id:data:event:\"},{\"payload\":\"last\"}]");

        try (EventStream stream = client.stream("journal/topics/frames/stream?live=false")) {
            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            String[] first = stream.frame().split("\n");
            assertThat(first).hasSize(3);
            assertThat(first[0]).matches("id: [0-9a-z]+");
            assertThat(first[1]).isEqualTo("event: event");
            JsonNode event = JournalClient.json(first[2].substring("data: ".length()));
            String meant = JournalClient.json("\"" + evil + "\"").textValue();
            assertThat(event.get("key").textValue()).isEqualTo(meant);
            assertThat(event.get("correlationId").textValue()).isEqualTo(meant);
            assertThat(event.get("headers").get(meant).textValue()).isEqualTo(meant);
            assertThat(event.get("payload").get("a").textValue()).isEqualTo(meant);
            assertThat(stream.frame()).contains("\"payload\":\"last\"");
            assertThat(stream.frame()).contains("event: caught-up");
            assertThat(stream.frame()).isNull();
        }
        try (EventStream lines = client.stream("journal/topics/frames/stream?live=false", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(3).allSatisfy(line -> assertThat(JournalClient.json(line).isObject()).isTrue());
        }
    }

    @Test
    void aReaderWritesNoHeader() {
        client.publish("headers",
                "[{\"payload\":1,\"key\":\"a\\r\\nSet-Cookie: a=b\"},{\"payload\":2,\"key\":\"a\\r\\nSet-Cookie: a=b\"}]");
        String path = "/journal/topics/headers/events?limit=1&key=a%0d%0aSet-Cookie:%20a=b&x=%3E%22";
        try (RawConnection connection = new RawConnection(server)) {
            String head = connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").readTo("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nlink: <").doesNotContain("\r\nSet-Cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET /journal/events", "POST /journal/topics/refused/events" })
    void aRequestWithoutAHostIsTheClientsFault(String request) {
        try (RawConnection connection = new RawConnection(server)) {
            RawResponse response = RawResponse.read(
                    connection.send(request + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"),
                    false);
            assertThat(response.status()).isEqualTo(400);
            assertThat(JournalClient.json(response.body()).get("status").intValue()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "a%0d%0aSet-Cookie:%20a=b", "%00", "%ff", "%c0%af", "%ed%a0%80", "a%0ab", "%e2%80%a8" })
    void aBadTopicIsNoMoreThanAValue(String topic) {
        for (String path : List.of("/journal/topics/" + topic + "/events", "/journal/topics/" + topic + "/stream",
                "/journal/events?topic=" + topic, "/journal/stream?topic=" + topic)) {
            try (RawConnection connection = new RawConnection(server)) {
                connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                String answer = connection.readAll();
                assertThat(answer).as(path).startsWith("HTTP/1.1 400 ").doesNotContain("\nSet-Cookie");
                String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                if (!body.isEmpty()) {
                    assertThat(JournalClient.json(body).get("status").intValue()).isEqualTo(400);
                    assertThat(body.getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) '\n', (byte) '\r', (byte) 0);
                }
            }
        }
    }
}
