package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalName;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.Topic;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** Journals with names: one that is only injected, one that is only configured. */
class NamedJournalInjectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Desk.class))
            .overrideConfigKey("quarkus.journal.schema", "named_default")
            .overrideConfigKey("quarkus.journal.\"figures\".schema", "named_figures");

    @Inject
    Desk desk;

    @Inject
    Journal journal;

    @Inject
    TransactionManager transactions;

    private static List<String> payloads(Journal journal, String topic) {
        return journal.events(Subscription.to(topic).untilCaughtUp()).map(event -> event.payload().toString()).collect()
                .asList().await()
                .atMost(Duration.ofSeconds(30));
    }

    @Test
    void eachInjectionPointGetsItsOwnJournal() {
        journal.append("t", "default").await().atMost(Duration.ofSeconds(30));
        desk.audit.append("t", "audit").await().atMost(Duration.ofSeconds(30));
        assertThat(payloads(journal, "t")).containsExactly("\"default\"");
        assertThat(payloads(desk.audit, "t")).containsExactly("\"audit\"");
        Journal figures = Arc.container().instance(Journal.class, JournalName.Literal.of("figures")).get();
        assertThat(payloads(figures, "t")).isEmpty();
    }

    @Test
    void aTransactionReachesSeveralJournals() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("both", 1);
            desk.logins.publish(2);
        });
        transactions.begin();
        journal.publish("both", 3);
        desk.logins.publish(4);
        transactions.rollback();
        await().until(() -> payloads(journal, "both"), List.of("1")::equals);
        await().until(() -> payloads(desk.audit, "logins"), List.of("2")::equals);
    }

    @Singleton
    static class Desk {

        @Inject
        @JournalName("audit")
        Journal audit;

        @Inject
        @JournalName("audit")
        @Topic("logins")
        EventPublisher logins;
    }
}
