package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkus.test.QuarkusUnitTest;

class IgnoredTransactionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class))
            .overrideRuntimeConfigKey("quarkus.journal.publish.transactional", "ignore");

    @Inject
    Journal journal;

    @Inject
    UserTransaction transaction;

    @Test
    void eventsArePublishedWhateverBecomesOfTheTransaction() throws Exception {
        transaction.begin();
        journal.publish("ignored", 1);
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        transaction.rollback();
        assertThat(History.of(journal, "ignored")).containsExactly("1");
    }
}
