package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkus.test.QuarkusUnitTest;

class HibernateTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Event.class, Topic.class))
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create");

    @Inject
    SessionFactory sessions;

    @Inject
    Journal journal;

    @Test
    void theSchemaToolLeavesTheJournalAlone() throws InterruptedException {
        journal.publish("orders", "before");
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();

        sessions.getSchemaManager().drop(true);
        sessions.getSchemaManager().create(true);

        journal.publish("orders", "after");
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        List<Long> positions = journal.events(Subscription.to("orders").since(Start.earliest()).untilCaughtUp())
                .map(event -> event.position()).collect().asList().await().atMost(Duration.ofSeconds(30));
        assertThat(positions).containsExactly(1L, 2L);
    }

    /** Called as one of the journal's tables is, on purpose. */
    @Entity(name = "event")
    static class Event {
        @Id
        long id;
    }

    /** Called as one of the journal's tables is, on purpose. */
    @Entity(name = "topic")
    static class Topic {
        @Id
        long id;
    }
}
