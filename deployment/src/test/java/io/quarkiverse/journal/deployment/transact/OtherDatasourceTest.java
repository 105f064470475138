package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;

import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;

/** A transaction that has a datasource besides the journal's, neither of them XA. */
@Timeout(60)
class OtherDatasourceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new ExternalPostgres().around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, ExternalPostgres.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.username", "postgres")
            .overrideConfigKey("quarkus.datasource.other.jdbc.url", "${quarkus.datasource.jdbc.url}"));

    @Inject
    Journal journal;

    @Inject
    TransactionManager manager;

    @Inject
    AgroalDataSource own;

    @Inject
    @DataSource("other")
    AgroalDataSource other;

    @BeforeEach
    void table() throws Exception {
        execute(other, "CREATE TABLE IF NOT EXISTS ledger (entry text)");
        execute(other, "TRUNCATE ledger");
    }

    @AfterEach
    void endWhatAFailedTestLeft() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    private static void execute(AgroalDataSource dataSource, String sql) throws SQLException {
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int entries() throws SQLException {
        try (var connection = other.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM ledger")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Nothing is half committed, however little the caller minds. */
    private void onlyRollsBack(String topic) throws Exception {
        journal.publish(topic, "again");
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(History.of(journal, topic)).isEmpty();
        assertThat(entries()).isZero();
    }

    @Test
    void theJournalIsSecondAndPublishIsRefusedAtTheCall() throws Exception {
        manager.begin();
        execute(other, "INSERT INTO ledger VALUES ('first')");
        assertThatThrownBy(() -> journal.publish("second", 1)).isInstanceOf(JournalException.class)
                .hasMessageContainingAll("cannot join this transaction", "quarkus.datasource.jdbc.transactions=xa");
        onlyRollsBack("second");
    }

    @Test
    void theJournalsOwnDatasourceIsRefusedBefore() throws Exception {
        manager.begin();
        execute(other, "INSERT INTO ledger VALUES ('first')");
        assertThatThrownBy(() -> execute(own, "SELECT 1")).isInstanceOf(SQLException.class);
        onlyRollsBack("left-over");
    }

    @Test
    void theJournalIsFirstAndTheOtherDatasourceIsRefused() throws Exception {
        manager.begin();
        journal.publish("first", 1);
        assertThatThrownBy(() -> execute(other, "INSERT INTO ledger VALUES ('second')")).isInstanceOf(SQLException.class);
        onlyRollsBack("first");
    }
}
