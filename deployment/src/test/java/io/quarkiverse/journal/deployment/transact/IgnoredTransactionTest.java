package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkus.test.QuarkusUnitTest;

class IgnoredTransactionTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, BeforeCompletion.class))
            .overrideRuntimeConfigKey("quarkus.journal.publish.transactional", "ignore");

    @Inject
    Journal journal;

    @Inject
    UserTransaction transaction;

    @Inject
    TransactionSynchronizationRegistry registry;

    @Test
    void eventsArePublishedWhateverBecomesOfTheTransaction() throws Exception {
        transaction.begin();
        journal.publish("ignored", 1);
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        transaction.rollback();
        assertThat(History.of(journal, "ignored")).containsExactly("1");
    }

    @Test
    void nothingIsRefusedAndNothingWaitsForTheCommit() throws Exception {
        transaction.begin();
        assertThat(journal.append("regardless", 1).await().atMost(SOON).repeated()).isFalse();
        assertThat(journal.appendAll("regardless", List.of(NewEvent.of(2)), AppendOptions.idempotent("k")).await().atMost(SOON)
                .count()).isEqualTo(1);
        registry.registerInterposedSynchronization(new BeforeCompletion(() -> journal.publish("regardless", 3)));
        transaction.setRollbackOnly();
        journal.publish("regardless", 4);
        assertThatThrownBy(transaction::commit).isInstanceOf(RollbackException.class);
        assertThat(journal.flush(SOON)).isTrue();
        assertThat(History.of(journal, "regardless")).containsExactly("1", "2", "4");

        transaction.begin();
        registry.registerInterposedSynchronization(new BeforeCompletion(() -> journal.publish("regardless", 5)));
        transaction.commit();
        assertThat(journal.flush(SOON)).isTrue();
        assertThat(History.of(journal, "regardless")).containsExactly("1", "2", "4", "5");
    }
}
