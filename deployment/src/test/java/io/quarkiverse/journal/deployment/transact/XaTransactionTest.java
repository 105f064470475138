package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.test.QuarkusUnitTest;

/** Transactions of two phases, with the journal's datasource as one of the two. */
@Timeout(60)
class XaTransactionTest {

    private static final ExternalPostgres POSTGRES = new ExternalPostgres();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = POSTGRES.around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, SecondResource.class, ExternalPostgres.class))
            .overrideConfigKey("quarkus.transaction-manager.object-store.directory", "target/xa-transaction")
            .overrideConfigKey("quarkus.datasource.jdbc.transactions", "xa"));

    @Inject
    Journal journal;

    @Inject
    TransactionManager manager;

    @Inject
    AgroalDataSource dataSource;

    private void prepared(String name, String topic) throws Exception {
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("INSERT INTO journal.pending (time, topic_id, kind, id, payload) "
                    + "SELECT now(), id, 'event', 'id', '\"doubtful\"' FROM journal.topic WHERE name = '" + topic + "'");
            statement.execute("PREPARE TRANSACTION '" + name + "'");
        }
    }

    private void resolve(String how) throws Exception {
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            statement.execute(how);
        }
    }

    private Receipt append(String topic, Object payload) {
        // On a thread that is in no transaction.
        return CompletableFuture.supplyAsync(() -> journal.append(topic, payload).await().atMost(Duration.ofSeconds(10)))
                .join();
    }

    @Test
    void whileATransactionIsInDoubtOthersGoOnAndThenItsEventsFollow() throws Exception {
        manager.begin();
        journal.publish("doubt", 1);
        journal.publish("doubt", 2);
        manager.getTransaction().enlistResource(new SecondResource(() -> {
            assertThat(preparedNow()).isEqualTo(1);
            append("doubt", "meanwhile");
            return true;
        }));
        manager.commit();
        await().until(() -> History.of(journal, "doubt"), List.of("\"meanwhile\"", "1", "2")::equals);
    }

    @Test
    void aTransactionThatTheOtherOneRefusesLeavesNothing() throws Exception {
        manager.begin();
        journal.publish("refusal", 1);
        manager.getTransaction().enlistResource(new SecondResource(() -> {
            assertThat(preparedNow()).isEqualTo(1);
            return false;
        }));
        assertThatThrownBy(manager::commit).isInstanceOf(jakarta.transaction.RollbackException.class);
        assertThat(History.of(journal, "refusal")).isEmpty();
        assertThat(preparedNow()).isZero();
    }

    @Test
    void withOneResourceItCommitsInOnePhase() throws Exception {
        manager.begin();
        journal.publish("single", 1);
        manager.commit();
        assertThat(History.of(journal, "single")).containsExactly("1");
    }

    @Test
    void whatRecoveryCommitsMuchLaterIsFoundByItselfAndWhatItRollsBackIsGone() throws Exception {
        append("recovery", "first");
        prepared("late", "recovery");
        prepared("never", "recovery");
        for (int i = 0; i < 20; i++) {
            manager.begin();
            journal.publish("recovery", i);
            manager.commit();
        }
        append("recovery", "last");
        assertThat(History.of(journal, "recovery")).hasSize(22);
        resolve("ROLLBACK PREPARED 'never'");
        resolve("COMMIT PREPARED 'late'");
        // Nobody tells the writer, and nothing is published: it looks by itself.
        await().atMost(20, TimeUnit.SECONDS).until(() -> asked("SELECT count(*) FROM journal.pending").equals("0"));
        assertThat(History.of(journal, "recovery")).hasSize(23).last().isEqualTo("\"doubtful\"");
    }

    private int preparedNow() {
        return Integer.parseInt(CompletableFuture.supplyAsync(() -> asked("SELECT count(*) FROM pg_prepared_xacts")).join());
    }

    private String asked(String query) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
