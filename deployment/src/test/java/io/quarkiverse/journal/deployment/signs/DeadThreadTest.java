package io.quarkiverse.journal.deployment.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(180)
class DeadThreadTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Probe.class, AbsentDatabase.class))
            .overrideConfigKey("quarkus.datasource.health.enabled", "false")
            .overrideConfigKey("quarkus.journal.schema", "signs_dead");

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void isNotLiveWhenATailDiesThatNobodyEnded() throws SQLException {
        Probe live = new Probe(server, "live", "Journal liveness");
        Probe ready = new Probe(server, "ready", "Journal readiness");
        assertThat(live.status()).isEqualTo(200);

        Thread tail = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("journal-tail"))
                .findFirst().orElseThrow();
        // Between two attempts it can be interrupted.
        try (AbsentDatabase absent = new AbsentDatabase(url, username, password)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> tail.getState() == Thread.State.TIMED_WAITING);
            tail.interrupt();
            await().atMost(Duration.ofSeconds(60)).until(() -> live.status() == 503);
        }
        assertThat(live.data().get("tail").asText()).isEqualTo("died");
        assertThat(live.data().get("writer").asText()).isEqualTo("running");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.data().get("following").asText()).startsWith("ended by a defect");
        await().atMost(Duration.ofSeconds(60)).until(() -> ready.data().get("writing").asText().equals("ok"));
    }
}
