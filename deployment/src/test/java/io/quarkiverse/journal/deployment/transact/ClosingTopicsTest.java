package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.CloseTimeoutException;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** JTA transactions that publish to topics which are closed meanwhile. */
@Timeout(60)
class ClosingTopicsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(History.class))
            .overrideConfigKey("quarkus.journal.topics.close-timeout", "0.5S");

    @Inject
    Journal journal;

    @Inject
    UserTransaction transaction;

    @Inject
    TransactionManager manager;

    @Inject
    AgroalDataSource dataSource;

    @AfterEach
    void endWhatAFailedTestLeft() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    /** Begun outside of this thread's transaction, which is none of the closing's business. */
    private long closeElsewhere(String topic) {
        return QuarkusTransaction.suspendingExisting().call(() -> journal.close(topic)).await().atMost(Duration.ofSeconds(30));
    }

    @Test
    void closingInsideATransactionIsRefused() throws Exception {
        transaction.begin();
        assertThatThrownBy(() -> journal.close("inside").await().indefinitely()).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("inside", "suspendingExisting");
        transaction.rollback();
        journal.append("inside", 1).await().indefinitely();
    }

    @Test
    void whatAnOpenTransactionCommitsPrecedesTheEnd() throws Exception {
        transaction.begin();
        journal.publish("open", 1);
        CompletableFuture<Long> closing = QuarkusTransaction.suspendingExisting()
                .call(() -> journal.close("open").subscribeAsCompletionStage());
        // It published before: it may go on to, until it ends.
        journal.publish("open", 2);
        transaction.commit();
        long end = closing.get(30, TimeUnit.SECONDS);
        assertThat(History.of(journal, "open")).containsExactly("1", "2");
        assertThat(closeElsewhere("open")).isEqualTo(end);
    }

    @Test
    void aTransactionThatStaysOpenKeepsItsTopicOpen() throws Exception {
        transaction.begin();
        journal.publish("kept", 1);
        assertThatThrownBy(() -> closeElsewhere("kept")).isInstanceOfSatisfying(CloseTimeoutException.class,
                failure -> assertThat(failure.transactions()).isEqualTo(1));
        journal.publish("kept", 2);
        transaction.commit();
        journal.append("kept", 3).await().indefinitely();
        closeElsewhere("kept");
        assertThat(History.of(journal, "kept")).containsExactly("1", "2", "3");
    }

    @Test
    void aTransactionThatPublishesLaterIsRefusedAndGoesOn() throws Exception {
        closeElsewhere("shut");
        transaction.begin();
        journal.publish("elsewhere", 1);
        assertThatThrownBy(() -> journal.publish("shut", 1)).isInstanceOf(TopicClosedException.class);
        transaction.commit();
        assertThat(History.of(journal, "elsewhere")).containsExactly("1");
        assertThat(History.of(journal, "shut")).isEmpty();
    }

    @Test
    void aSavepointThatIsRolledBackLetsGoOfTheTopic() throws Exception {
        transaction.begin();
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT s");
            journal.publish("let-go", 1);
            statement.execute("ROLLBACK TO SAVEPOINT s");
        }
        closeElsewhere("let-go");
        assertThatThrownBy(() -> journal.publish("let-go", 2)).isInstanceOf(TopicClosedException.class);
        journal.publish("beside", 3);
        transaction.commit();
        assertThat(History.of(journal, "let-go")).isEmpty();
        assertThat(History.of(journal, "beside")).containsExactly("3");
    }
}
