package io.quarkiverse.journal.deployment.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.journal.Journal;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Probe.class, SimpleRegistry.class))
            .overrideConfigKey("quarkus.journal.health.enabled", "false")
            .overrideConfigKey("quarkus.journal.metrics.enabled", "false");

    @TestHTTPResource
    URI server;

    @Inject
    MeterRegistry registry;

    @Inject
    Journal journal;

    @Test
    void thereAreNeitherChecksNorMeters() {
        journal.append("t", 1).await().atMost(Duration.ofSeconds(30));

        assertThat(new Probe(server, "ready", "Journal readiness").data()).isNull();
        assertThat(new Probe(server, "live", "Journal liveness").data()).isNull();
        assertThat(registry.getMeters()).isNotEmpty()
                .noneMatch(meter -> meter.getId().getName().startsWith("journal."));
    }
}
