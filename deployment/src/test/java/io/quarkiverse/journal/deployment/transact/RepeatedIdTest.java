package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** An id that is there already, published in a transaction. */
class RepeatedIdTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class));

    @Inject
    Journal journal;

    @Inject
    UserTransaction transaction;

    private static NewEvent event(String id, int payload) {
        return NewEvent.of(payload).withId(id);
    }

    @Test
    void isDroppedAndTheRestOfTheTransactionIsStored() {
        Receipt first = journal.append("t", event("a", 1)).await().atMost(SOON);
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("t", event("b", 2));
            journal.publish("t", event("a", 3));
            journal.publish("t", event("b", 4));
            journal.publish("t", 5);
        });
        assertThat(History.of(journal, "t")).containsExactly("1", "2", "5");
        Receipt receipt = journal.append("t", event("b", 6)).await().atMost(SOON);
        assertThat(receipt.repeated()).isTrue();
        assertThat(receipt.first()).isEqualTo(first.last() + 1);
    }

    @Test
    void thatARolledBackTransactionGaveIsNotUsed() throws Exception {
        transaction.begin();
        journal.publish("rolled-back", event("a", 1));
        transaction.rollback();
        QuarkusTransaction.requiringNew().run(() -> journal.publish("rolled-back", event("a", 2)));
        QuarkusTransaction.requiringNew().run(() -> journal.publish("rolled-back", event("a", 3)));
        assertThat(History.of(journal, "rolled-back")).containsExactly("2");
    }

    @Test
    void aTransactionOfNothingElseHoldsNothingUp() {
        for (int i = 0; i < 3; i++) {
            QuarkusTransaction.requiringNew().run(() -> journal.publish("alone", event("a", 1)));
            assertThat(History.of(journal, "alone")).containsExactly("1");
        }
        journal.append("alone", 2).await().atMost(SOON);
        assertThat(History.of(journal, "alone")).containsExactly("1", "2");
    }
}
