package io.quarkiverse.journal.deployment.channels;

import static io.quarkiverse.journal.deployment.channels.Channels.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Receipt;
import io.quarkus.test.QuarkusUnitTest;

/** The checkpoint moves with what the method does, or neither. */
class TransactionalConsumerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Channels.application(Ledger.class)
            .overrideConfigKey("quarkus.application.name", "shop")
            .overrideConfigKey("mp.messaging.incoming.ledger.connector", "quarkus-journal")
            .overrideConfigKey("mp.messaging.incoming.ledger.commit-strategy", "transactional")
            .overrideConfigKey("mp.messaging.incoming.ledger.failure-strategy", "retry")
            .overrideConfigKey("mp.messaging.incoming.ledger.retry-delay-ms", "10")
            .overrideConfigKey("mp.messaging.incoming.ledger.lease-ms", "1000")
            .overrideConfigKey("mp.messaging.incoming.careless.connector", "quarkus-journal")
            .overrideConfigKey("mp.messaging.incoming.careless.commit-strategy", "transactional")
            .overrideConfigKey("mp.messaging.incoming.careless.failure-strategy", "dead-letter-topic");

    @Inject
    Journal journal;

    @Inject
    Ledger ledger;

    @Test
    void whatRollsBackIsDoneAgainAndNothingTwice() {
        Receipt last = null;
        for (int number = 1; number <= 9; number++) {
            last = journal.append("ledger", number).await().atMost(SOON);
        }
        await().atMost(SOON).until(() -> ledger.number("SELECT count(*) FROM ledger") >= 9);
        assertThat(last).isNotNull();
        long end = last.last();
        await().atMost(SOON).until(
                () -> ledger.number("SELECT coalesce(position, 0) FROM journal.consumer WHERE name = 'shop.ledger'") == end);
        assertThat(ledger.number("SELECT count(*) FROM ledger")).isEqualTo(9);
        assertThat(ledger.number("SELECT count(DISTINCT number) FROM ledger")).isEqualTo(9);
        assertThat(ledger.number("SELECT count(*) FROM (SELECT checkpoint, lag(checkpoint) OVER (ORDER BY number) AS before "
                + "FROM ledger) l WHERE before >= checkpoint")).as("each saw the checkpoint of the one before").isZero();
    }

    @Test
    void aMethodWithoutTransactionIsToldSo() {
        journal.append("careless", 1).await().atMost(SOON);
        await().atMost(SOON).until(() -> !Channels.events(journal, "dead-letter-topic-careless").isEmpty());
        assertThat(Channels.events(journal, "dead-letter-topic-careless").get(0).headers().get("dead-letter-reason"))
                .contains("@Transactional");
    }
}
