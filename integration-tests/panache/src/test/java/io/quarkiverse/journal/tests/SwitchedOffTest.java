package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The entity can be left out. */
class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Note.class))
            .overrideConfigKey("quarkus.journal.schema", "entity_off")
            .overrideConfigKey("quarkus.journal.panache.enabled", "false");

    @Inject
    SessionFactory sessions;

    @Test
    void thereIsNoEntityOfEvents() {
        assertThat(sessions.getMetamodel().getEntities()).extracting(entity -> entity.getName()).containsExactly("note");
    }

    @Entity(name = "note")
    static class Note {
        @Id
        long id;
    }
}
