package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class StreamLimitTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.max-streams", "2");

    @TestHTTPResource
    URI server;

    @Test
    void servesNoMoreThanItMayAndServesAgainWhenOneHasGone() {
        JournalClient client = new JournalClient(server);
        try (EventStream first = client.stream("journal/topics/t/stream")) {
            EventStream second = client.stream("journal/topics/t/stream");
            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(200);

            HttpResponse<String> refused = client.get("journal/topics/t/stream");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).contains("quarkus.journal.http.max-streams");
            assertThat(client.get("journal/topics/t/events").statusCode()).isEqualTo(200);

            second.close();
            await().untilAsserted(
                    () -> assertThat(client.get("journal/topics/t/stream?live=false").statusCode()).isEqualTo(200));
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("journal/topics/t/stream?live=false").statusCode()).isEqualTo(200);
            }
        }
    }
}
