package io.quarkiverse.journal.deployment.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.journal.Journal;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(180)
class HealthTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Probe.class, AbsentDatabase.class))
            // It would ask the database, and be down for a reason that is not ours.
            .overrideConfigKey("quarkus.datasource.health.enabled", "false")
            .overrideConfigKey("quarkus.journal.schema", "signs_health")
            .overrideConfigKey("quarkus.journal.health.grace", "2S");

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    Journal journal;

    @Test
    void isNotReadyWhileTheDatabaseIsAwayAndReadyAgainByItself() throws SQLException {
        Probe ready = new Probe(server, "ready", "Journal readiness");
        Probe live = new Probe(server, "live", "Journal liveness");
        journal.append("t", "before").await().atMost(Duration.ofSeconds(30));
        JsonNode up = ready.data();
        assertThat(ready.status()).isEqualTo(200);
        assertThat(up.get("schema").asText()).isEqualTo("signs_health");
        assertThat(up.get("writing").asText()).isEqualTo("ok");
        assertThat(up.get("following").asText()).isEqualTo("ok");
        assertThat(up.get("head").asLong()).isEqualTo(1);
        assertThat(up.get("queued-events").asInt()).isZero();

        try (AbsentDatabase absent = new AbsentDatabase(url, username, password)) {
            journal.publish("t", "during");
            await().atMost(Duration.ofSeconds(60)).until(() -> ready.status() == 503);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(ready.data().get("writing").asText()).startsWith("without success for");
                assertThat(ready.data().get("following").asText()).startsWith("without success for");
            });
            assertThat(live.status()).as("a restart would not help").isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> ready.status() == 200);
        await().atMost(Duration.ofSeconds(60)).until(() -> ready.data().get("head").asLong() == 2);
        assertThat(live.data().get("writer").asText()).isEqualTo("running");
        assertThat(live.data().get("tail").asText()).isEqualTo("running");
    }
}
