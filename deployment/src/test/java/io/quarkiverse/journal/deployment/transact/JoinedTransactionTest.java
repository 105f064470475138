package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.ReservedKindException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

class JoinedTransactionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, BeforeCompletion.class, AfterCompletion.class));

    @Inject
    Journal journal;

    @Inject
    UserTransaction transaction;

    @Inject
    TransactionManager manager;

    @Inject
    TransactionSynchronizationRegistry registry;

    @Inject
    AgroalDataSource dataSource;

    @AfterEach
    void endWhatAFailedTestLeft() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    @Test
    void eventsCommitWithTheTransactionAndStayTogether() {
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("commit", 1);
            journal.publish("commit", 2);
        });
        assertThat(History.of(journal, "commit")).containsExactly("1", "2");
    }

    @Test
    void eventsRollBackWithTheTransaction() throws Exception {
        transaction.begin();
        journal.publish("rollback", 1);
        transaction.rollback();
        assertThat(History.of(journal, "rollback")).isEmpty();
    }

    @Test
    void nothingIsSeenBeforeTheCommit() throws Exception {
        transaction.begin();
        journal.publish("unseen", 1);
        QuarkusTransaction.suspendingExisting().run(
                () -> assertThat(History.of(journal, "unseen")).isEmpty());
        transaction.commit();
        assertThat(History.of(journal, "unseen")).containsExactly("1");
    }

    @Test
    void aTransactionMarkedForRollbackTakesItsEventsWithIt() throws Exception {
        transaction.begin();
        journal.publish("marked", 1);
        transaction.setRollbackOnly();
        journal.publish("marked", 2);
        assertThatThrownBy(transaction::commit).isInstanceOf(jakarta.transaction.RollbackException.class);
        assertThat(History.of(journal, "marked")).isEmpty();
    }

    @Test
    void whatIsPublishedFirstAfterTheMarkIsGoneToo() throws Exception {
        transaction.begin();
        transaction.setRollbackOnly();
        journal.publish("marked-first", 1);
        assertThatThrownBy(transaction::commit).isInstanceOf(jakarta.transaction.RollbackException.class);
        assertThat(History.of(journal, "marked-first")).isEmpty();
    }

    @Test
    void aFlushCoversWhatIsOutsideAlone() throws Exception {
        journal.publish("flush", "outside");
        transaction.begin();
        journal.publish("flush", "inside");
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        QuarkusTransaction.suspendingExisting().run(
                () -> assertThat(History.of(journal, "flush")).containsExactly("\"outside\""));
        transaction.rollback();
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(History.of(journal, "flush")).containsExactly("\"outside\"");
    }

    @Test
    void whatACallbackPublishesAfterTheCommitIsOnItsOwn() throws Exception {
        transaction.begin();
        journal.publish("callback", "inside");
        registry.registerInterposedSynchronization(new AfterCompletion(() -> journal.publish("callback", "afterwards")));
        transaction.commit();
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(History.of(journal, "callback")).containsExactly("\"inside\"", "\"afterwards\"");
    }

    @Test
    void aTransactionInsideAnotherCommitsByItself() throws Exception {
        transaction.begin();
        journal.publish("nested", "outer");
        QuarkusTransaction.requiringNew().run(() -> journal.publish("nested", "inner"));
        transaction.rollback();
        assertThat(History.of(journal, "nested")).containsExactly("\"inner\"");
    }

    @Test
    void outsideOfASuspendedTransactionPublishingIsOnItsOwn() throws Exception {
        transaction.begin();
        journal.publish("suspended", "inside");
        QuarkusTransaction.suspendingExisting().run(() -> {
            journal.append("suspended", "outside").await().atMost(Duration.ofSeconds(30));
        });
        transaction.rollback();
        assertThat(History.of(journal, "suspended")).containsExactly("\"outside\"");
    }

    @Test
    void aTransactionThatTimesOutTakesItsEventsWithIt() throws Exception {
        transaction.setTransactionTimeout(1);
        transaction.begin();
        transaction.setTransactionTimeout(0);
        journal.publish("timeout", 1);
        await().pollInSameThread().until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);
        assertThatThrownBy(() -> journal.publish("timeout", 2))
                .isInstanceOf(JournalException.class).hasMessageContaining("rolled back");
        assertThatThrownBy(transaction::commit);
        assertThat(History.of(journal, "timeout")).isEmpty();
    }

    @Test
    void aSavepointTakesBackWhatWasPublishedAfterIt() throws Exception {
        transaction.begin();
        journal.publish("savepoint", "before");
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT s");
            journal.publish("savepoint", "inside");
            journal.publish("savepoint-too", "inside");
            statement.execute("ROLLBACK TO SAVEPOINT s");
        }
        journal.publish("savepoint", "after");
        journal.publish("savepoint-too", "after");
        transaction.commit();
        assertThat(History.of(journal, "savepoint")).containsExactly("\"before\"", "\"after\"");
        assertThat(History.of(journal, "savepoint-too")).containsExactly("\"after\"");
    }

    @Test
    void aTransactionWhoseStatementFailedIsRolledBackAlsoIfThePublisherGoesOn() throws Exception {
        transaction.begin();
        journal.publish("broken", 1);
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1 / 0"));
        }
        assertThatThrownBy(() -> journal.publish("broken", 2)).isInstanceOf(JournalException.class)
                .hasMessageContaining("can only be rolled back");
        assertThatThrownBy(transaction::commit).isInstanceOf(jakarta.transaction.RollbackException.class);
        assertThat(History.of(journal, "broken")).isEmpty();
    }

    @Test
    void aRefusedEventLeavesTheTransactionAndItsOtherEventsAlone() throws Exception {
        transaction.begin();
        journal.publish("refused", 1);
        assertThatThrownBy(() -> journal.publish("refused", NewEvent.of(2).withKind("end")))
                .isInstanceOf(ReservedKindException.class);
        journal.publish("refused", 3);
        transaction.commit();
        assertThat(History.of(journal, "refused")).containsExactly("1", "3");
    }

    @Test
    void conditionsAreRefusedSinceNothingCanBeDecidedYet() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (AppendOptions options : List.of(AppendOptions.idempotent("k"), AppendOptions.expecting(0))) {
                assertThatThrownBy(() -> journal.appendAll("conditions", List.of(NewEvent.of(1)), options))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("idempotency key", "expected position", "use publish");
            }
        });
        assertThat(History.of(journal, "conditions")).isEmpty();
    }

    @Test
    void appendIsRefusedAndSaysWhatToUse() throws Exception {
        transaction.begin();
        try {
            assertThatThrownBy(() -> journal.append("append", 1).await().indefinitely())
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("use publish");
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void eventsPublishedWhileTheTransactionIsCompletedJoinItToo() throws Exception {
        transaction.begin();
        journal.publish("completion", "first");
        registry.registerInterposedSynchronization(new BeforeCompletion(() -> journal.publish("completion", "late")));
        transaction.commit();
        assertThat(History.of(journal, "completion")).containsExactly("\"first\"", "\"late\"");
    }

    @Test
    void eventsAndRowsOfOneTransactionShareItsConnection() throws Exception {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS seen (transaction xid8)");
        }
        transaction.begin();
        journal.publish("shared", 1);
        // The moment of the insert: what the pending table has then must carry this transaction's own number.
        registry.registerInterposedSynchronization(new BeforeCompletion(() -> insertOwnPending()));
        transaction.commit();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM seen")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
    }

    private void insertOwnPending() {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO seen SELECT transaction FROM journal.pending "
                    + "WHERE transaction = pg_current_xact_id()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aThreadsOwnOrderHoldsAcrossBothWays() throws Exception {
        for (int round = 0; round < 50; round++) {
            int base = round * 3;
            journal.publish("own-order", base);
            QuarkusTransaction.requiringNew().run(() -> journal.publish("own-order", base + 1));
            journal.publish("own-order", base + 2);
        }
        assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(History.of(journal, "own-order")).containsExactlyElementsOf(
                java.util.stream.IntStream.range(0, 150).mapToObj(Integer::toString).toList());
    }
}
