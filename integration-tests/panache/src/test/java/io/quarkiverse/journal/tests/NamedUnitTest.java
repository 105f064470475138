package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.panache.JournalEventEntity;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** Where persistence units have names and packages, the entity is in the one that has the journal's datasource. */
class NamedUnitTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Note.class))
            .overrideConfigKey("quarkus.journal.schema", "entity_unit")
            .overrideConfigKey("quarkus.hibernate-orm.\"events\".datasource", "<default>")
            .overrideConfigKey("quarkus.hibernate-orm.\"events\".packages", "io.quarkiverse.journal.tests");

    @Inject
    Journal journal;

    @Test
    void eventsAreFound() {
        journal.append("orders", 1).await().atMost(Duration.ofSeconds(30));
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(JournalEventEntity.ofTopic("orders").count()).isEqualTo(1));
    }

    @Entity(name = "note")
    static class Note {
        @Id
        long id;
    }
}
