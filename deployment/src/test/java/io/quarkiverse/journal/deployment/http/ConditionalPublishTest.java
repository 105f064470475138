package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Requests that may be repeated, and conditional ones. */
@Timeout(60)
class ConditionalPublishTest {

    private static final String KEY = "Idempotency-Key";
    private static final String EXPECTED = "Journal-Expected-Position";
    private static final String BODY = "[{\"payload\":1},{\"payload\":2,\"headers\":{\"a\":\"b\"}}]";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private HttpResponse<String> publish(String topic, String body, String... headers) {
        HttpRequest.Builder request = client.request("journal/topics/" + topic + "/events")
                .header("Content-Type", JournalClient.JSON).POST(BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private JsonNode history(String topic) {
        return JournalClient.json(client.get("journal/topics/" + topic + "/events")).get("events");
    }

    private static JsonNode problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return JournalClient.json(response);
    }

    @Test
    void theSecondAnswerIsTheFirstOneByteForByte() {
        HttpResponse<String> first = publish("repeated", BODY, KEY, "k-1");
        assertThat(first.statusCode()).isEqualTo(201);
        publish("repeated", "{\"payload\":3}");

        HttpResponse<String> second = publish("repeated", BODY, KEY, "k-1");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        // The payload's bytes count, not the spaces around it.
        assertThat(publish("repeated", BODY.replace(",", " , "), KEY, "k-1").body()).isEqualTo(first.body());
        assertThat(history("repeated")).hasSize(3);

        assertThat(publish("another", BODY, KEY, "k-1").statusCode()).isEqualTo(201);
    }

    @Test
    void aLargeBodyIsRepeatedAsASmallOneIs() {
        String body = "[" + "{\"payload\":\"text\"},".repeat(400) + "{\"payload\":null}]";
        HttpResponse<String> first = publish("large", body, KEY, "k");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(publish("large", body, KEY, "k")).returns(200, HttpResponse::statusCode)
                .returns(first.body(), HttpResponse::body);
        problem(publish("large", body.replace("null", "0"), KEY, "k"), 422);
        assertThat(history("large")).hasSize(100);
    }

    @Test
    void ofConcurrentRequestsOneIsStored() {
        List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            requests.add(CompletableFuture.supplyAsync(() -> publish("raced", BODY, KEY, "k")));
        }
        List<HttpResponse<String>> responses = requests.stream().map(CompletableFuture::join).toList();
        assertThat(responses).filteredOn(response -> response.statusCode() == 201).hasSize(1);
        assertThat(responses).filteredOn(response -> response.statusCode() == 200).hasSize(15);
        assertThat(responses).extracting(HttpResponse::body).containsOnly(responses.get(0).body());
        assertThat(history("raced")).hasSize(2);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        publish("conflict", BODY, KEY, "k");
        assertThat(problem(publish("conflict", "{\"payload\":1}", KEY, "k"), 422).get("detail").textValue()).contains("k",
                "conflict");
        assertThat(history("conflict")).hasSize(2);
    }

    @Test
    void anotherPositionIsRefusedWithTheActualOne() {
        HttpResponse<String> first = publish("expected", BODY, EXPECTED, "0");
        assertThat(first.statusCode()).isEqualTo(201);
        long last = JournalClient.json(first).get("last").longValue();

        for (String stale : List.of("0", "00", Long.toString(last + 1), Long.toString(Long.MAX_VALUE))) {
            JsonNode problem = problem(publish("expected", BODY, EXPECTED, stale), 412);
            assertThat(problem.get("title").textValue()).isEqualTo("Precondition Failed");
            assertThat(problem.get("actual").longValue()).isEqualTo(last);
        }
        assertThat(publish("expected", BODY, EXPECTED, Long.toString(last)).statusCode()).isEqualTo(201);
        assertThat(history("expected")).hasSize(4);
    }

    @Test
    void aRepeatedKeyIsLookedAtBeforeThePosition() {
        HttpResponse<String> first = publish("both", BODY, KEY, "k", EXPECTED, "0");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(publish("both", BODY, KEY, "k", EXPECTED, "0")).returns(200, HttpResponse::statusCode)
                .returns(first.body(), HttpResponse::body);
        problem(publish("both", BODY, KEY, "l", EXPECTED, "0"), 412);
        // A key whose request was refused is as new.
        long last = JournalClient.json(first).get("last").longValue();
        assertThat(publish("both", "{\"payload\":3}", KEY, "l", EXPECTED, Long.toString(last)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a b", "a\tb" })
    void aMalformedKeyIsRefused(String key) {
        assertThat(problem(publish("malformed", BODY, KEY, key), 400).get("detail").textValue()).contains(KEY);
        assertThat(history("malformed")).isEmpty();
    }

    @Test
    void aKeyHasItsLimit() {
        problem(publish("limit", BODY, KEY, "k".repeat(256)), 400);
        assertThat(publish("limit", BODY, KEY, "~".repeat(255)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "-1", "+1", "1.0", "0x1", "one", "9223372036854775808", "99999999999999999999" })
    void aMalformedPositionIsRefused(String position) {
        assertThat(problem(publish("malformed", BODY, EXPECTED, position), 400).get("detail").textValue()).contains(EXPECTED);
        assertThat(history("malformed")).isEmpty();
    }

    @Test
    void aKeyThatIsNotAsciiIsRefused() {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send("POST /journal/topics/malformed/events HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: \u00fc\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"payload\":1}");
            assertThat(connection.readTo("\r\n")).contains(" 400 ");
        }
        assertThat(history("malformed")).isEmpty();
    }

    @Test
    void headersThatAreThereTwiceAreRefused() {
        assertThat(problem(publish("malformed", BODY, KEY, "a", KEY, "a"), 400).get("detail").textValue()).contains("2 times");
        problem(publish("malformed", BODY, EXPECTED, "0", EXPECTED, "0"), 400);
        assertThat(history("malformed")).isEmpty();
    }
}
