package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkus.test.QuarkusUnitTest;

class FlywayTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.flyway.locations", "db/journal")
            .overrideConfigKey("quarkus.flyway.migrate-at-start", "true")
            .overrideRuntimeConfigKey("quarkus.journal.schema-management", "validate");

    @Inject
    Flyway flyway;

    @Inject
    Journal journal;

    @Test
    void theTablesThatFlywayMadeAtStartAreAccepted() throws InterruptedException {
        assertThat(flyway.info().current().getScript()).endsWith("V1__journal.sql");

        journal.publish("orders", "first");

        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
    }
}
