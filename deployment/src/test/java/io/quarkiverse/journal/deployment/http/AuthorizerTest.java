package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.spi.JournalAction;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class AuthorizerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class, TopicRules.class))
            .overrideConfigKey("quarkus.http.auth.proactive", "false")
            .overrideConfigKey("quarkus.journal.http.authorize-interval", "200MS")
            .overrideConfigKey("quarkus.journal.http.heartbeat", "100MS");

    @TestHTTPResource
    URI server;

    @Inject
    TopicRules rules;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    @AfterEach
    void forget() {
        rules.allowed.clear();
        rules.asked.clear();
    }

    private int status(String path, String... headers) {
        return client.get(path, headers).statusCode();
    }

    private HttpResponse<String> publish(String topic, String... headers) {
        return client.send(client.request("journal/topics/" + topic + "/events").header("Content-Type", JournalClient.JSON)
                .headers(headers).POST(BodyPublishers.ofString("{\"payload\":1}")));
    }

    @Test
    void decidesOnIdentityActionAndTopic() {
        rules.allowed.addAll(List.of("rita READ orders", "paul PUBLISH orders", "paul CLOSE orders"));

        assertThat(publish("orders", as("paul")).statusCode()).isEqualTo(201);
        assertThat(publish("orders", as("rita")).statusCode()).isEqualTo(403);
        assertThat(publish("payments", as("paul")).statusCode()).isEqualTo(403);
        assertThat(status("journal/topics/orders/events", as("rita"))).isEqualTo(200);
        assertThat(status("journal/topics/orders/stream?live=false", as("rita"))).isEqualTo(200);
        assertThat(status("journal/topics/orders/events", as("paul"))).isEqualTo(403);
        assertThat(status("journal/topics/payments/stream", as("rita"))).isEqualTo(403);
        HttpResponse<String> refused = client.get("journal/topics/orders/stream");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");

        assertThat(rules.asked).allSatisfy(access -> assertThat(access.journal()).isEqualTo("default"));
        assertThat(rules.asked.get(0).action()).isEqualTo(JournalAction.PUBLISH);
        assertThat(rules.asked.get(0).topics()).containsExactly("orders");
    }

    @Test
    void theWholeJournalIsAsked() {
        rules.allowed.addAll(List.of("rita READ a", "rita READ b.*"));

        assertThat(status("journal/events?topic=a&topic=b.*", as("rita"))).isEqualTo(200);
        assertThat(status("journal/stream?topic=a&topic=b.*&live=false", as("rita"))).isEqualTo(200);
        assertThat(status("journal/events?topic=a&topic=c", as("rita"))).isEqualTo(403);
        assertThat(status("journal/events?topic=b*", as("rita"))).isEqualTo(403);
        assertThat(status("journal/events", as("rita"))).isEqualTo(403);
        assertThat(status("journal/stream", as("rita"))).isEqualTo(403);
        assertThat(rules.asked.get(rules.asked.size() - 1).topics()).containsExactly("*");

        rules.allowed.add("rita READ *");
        assertThat(status("journal/events", as("rita"))).isEqualTo(200);
    }

    @Test
    void neverSeesAMalformedName() {
        for (String path : List.of("journal/topics/-bad/events", "journal/topics/a%0d%0ab/stream",
                "journal/events?topic=a%00b", "journal/stream?topic=a&topic=b%0ac", "journal/stream?topic=%ff",
                "journal/events?topic=a**", "journal/events?topic=")) {
            assertThat(status(path, as("rita"))).as(path).isEqualTo(403);
        }
        assertThat(rules.asked).hasSize(7).allSatisfy(access -> assertThat(access.topics()).containsExactly("*"));

        rules.allowed.add("rita READ *");
        assertThat(status("journal/topics/-bad/events", as("rita"))).isEqualTo(400);
    }

    @Test
    void aRevokedReaderIsCutOff() {
        rules.allowed.addAll(List.of("rita READ live", "rita READ other"));
        try (EventStream stream = client.stream("journal/topics/live/stream", as("rita"));
                EventStream other = client.stream("journal/topics/other/stream", "Accept", JournalClient.NDJSON, as("rita")[0],
                        as("rita")[1])) {
            assertThat(stream.frame()).startsWith("retry:");
            assertThat(stream.frame()).contains("event: caught-up");
            assertThat(stream.frame()).isEqualTo(": hb\n");
            assertThat(stream.frame()).isEqualTo(": hb\n");
            assertThat(stream.frame()).isEqualTo(": hb\n");

            rules.allowed.clear();

            List<String> rest = stream.rest();
            assertThat(rest).contains("event: error", "data: {\"reason\":\"forbidden\"}");
            assertThat(rest.subList(rest.size() - 3, rest.size()))
                    .containsExactly("event: error", "data: {\"reason\":\"forbidden\"}", "");
            assertThat(other.rest()).last().isEqualTo("{\"control\":\"error\",\"reason\":\"forbidden\"}");
        }
    }
}
