package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
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
class IdentityStreamLimitTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .overrideConfigKey("quarkus.journal.http.max-streams", "4")
            .overrideConfigKey("quarkus.journal.http.max-streams-per-identity", "1");

    @TestHTTPResource
    URI server;

    @Test
    void eachHasTheirOwnLimitAndGetsThePlaceBack() {
        JournalClient client = new JournalClient(server);
        String path = "journal/topics/t/stream";
        EventStream rita = client.stream(path, as("rita"));
        try (EventStream nora = client.stream(path, as("nora")); EventStream nobody = client.stream(path)) {
            assertThat(rita.status()).isEqualTo(200);
            assertThat(nora.status()).isEqualTo(200);
            assertThat(nobody.status()).isEqualTo(200);

            for (String[] who : new String[][] { as("rita"), as("nora"), {} }) {
                HttpResponse<String> refused = client.get(path, who);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(refused.body()).contains("max-streams-per-identity");
            }
            // What was refused took no place of the node's.
            assertThat(client.get(path + "?live=false", as("paul")).statusCode()).isEqualTo(200);

            rita.close();
            await().untilAsserted(() -> assertThat(client.get(path + "?live=false", as("rita")).statusCode()).isEqualTo(200));
        }
    }
}
