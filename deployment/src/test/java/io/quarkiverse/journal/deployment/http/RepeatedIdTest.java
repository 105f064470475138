package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Requests with events whose ids are there already. */
@Timeout(60)
class RepeatedIdTest {

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
        var request = client.request("journal/topics/" + topic + "/events").header("Content-Type", JournalClient.JSON)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String events(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "{\"id\":\"e-" + i + "\",\"payload\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private JsonNode history(String topic) {
        return JournalClient.json(client.get("journal/topics/" + topic + "/events?limit=1000")).get("events");
    }

    @Test
    void theSameEventAgainGetsTheFirstAnswer() {
        HttpResponse<String> first = publish("single", "{\"id\":\"e-1\",\"payload\":1}");
        assertThat(first.statusCode()).isEqualTo(201);
        publish("single", "{\"payload\":2}");
        assertThat(publish("single", "{\"id\":\"e-1\",\"payload\":1}")).returns(200, HttpResponse::statusCode)
                .returns(first.body(), HttpResponse::body);
        // The first one stands, whatever the second one says.
        assertThat(publish("single", "{\"id\":\"e-1\",\"payload\":3}")).returns(200, HttpResponse::statusCode)
                .returns(first.body(), HttpResponse::body);
        assertThat(history("single")).extracting(event -> event.get("payload").intValue()).containsExactly(1, 2);
        assertThat(publish("another", "{\"id\":\"e-1\",\"payload\":1}").statusCode()).isEqualTo(201);
    }

    @Test
    void theSameListAgainGetsTheFirstAnswer() {
        HttpResponse<String> first = publish("list", events(0, 200));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(publish("list", events(0, 200))).returns(200, HttpResponse::statusCode)
                .returns(first.body(), HttpResponse::body);
        assertThat(history("list")).hasSize(200);
    }

    @Test
    void ofAListThatIsNewInPartThatPartIsStored() {
        publish("mixed", events(0, 3));
        HttpResponse<String> mixed = publish("mixed", events(1, 5));
        assertThat(mixed.statusCode()).isEqualTo(201);
        JsonNode answer = JournalClient.json(mixed);
        assertThat(answer.get("count").intValue()).isEqualTo(2);
        assertThat(answer.get("last").longValue()).isEqualTo(answer.get("first").longValue() + 1);
        assertThat(history("mixed")).extracting(event -> event.get("id").textValue())
                .containsExactly("e-0", "e-1", "e-2", "e-3", "e-4");
        assertThat(publish("mixed", events(1, 5)).statusCode()).isEqualTo(200);
    }

    @Test
    void aRepeatedIdIsLookedAtBeforeThePosition() {
        assertThat(publish("position", events(0, 1), "Journal-Expected-Position", "0").statusCode()).isEqualTo(201);
        assertThat(publish("position", events(0, 1), "Journal-Expected-Position", "0").statusCode()).isEqualTo(200);
        assertThat(publish("position", events(0, 2), "Journal-Expected-Position", "0").statusCode()).isEqualTo(412);
        assertThat(history("position")).hasSize(1);
    }

    @Test
    void ofConcurrentRequestsOneIsStored() {
        List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            requests.add(CompletableFuture.supplyAsync(() -> publish("raced", events(0, 2))));
        }
        List<HttpResponse<String>> responses = requests.stream().map(CompletableFuture::join).toList();
        assertThat(responses).filteredOn(response -> response.statusCode() == 201).hasSize(1);
        assertThat(responses).filteredOn(response -> response.statusCode() == 200).hasSize(15);
        assertThat(responses).extracting(HttpResponse::body).containsOnly(responses.get(0).body());
        assertThat(history("raced")).hasSize(2);
    }
}
