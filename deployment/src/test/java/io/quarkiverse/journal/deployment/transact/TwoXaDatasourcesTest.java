package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;

/** A transaction that has a datasource besides the journal's, both of them XA. */
@Timeout(60)
class TwoXaDatasourcesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new ExternalPostgres().around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, ExternalPostgres.class))
            .overrideConfigKey("quarkus.transaction-manager.object-store.directory", "target/two-xa-datasources")
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.jdbc.transactions", "xa")
            .overrideConfigKey("quarkus.datasource.other.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.username", "postgres")
            .overrideConfigKey("quarkus.datasource.other.jdbc.transactions", "xa")
            .overrideConfigKey("quarkus.datasource.other.jdbc.url", "${quarkus.datasource.jdbc.url}"));

    @Inject
    Journal journal;

    @Inject
    TransactionManager manager;

    @Inject
    @DataSource("other")
    AgroalDataSource other;

    private void execute(String sql) throws Exception {
        try (var connection = other.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> entries() throws Exception {
        try (var connection = other.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT string_agg(entry, ',') FROM ledger")) {
            row.next();
            return List.of(row.getString(1).split(","));
        }
    }

    @Test
    void commitAndRollBackTogether() throws Exception {
        execute("CREATE TABLE ledger (entry text)");
        manager.begin();
        execute("INSERT INTO ledger VALUES ('1')");
        journal.publish("t", 1);
        manager.commit();
        manager.begin();
        journal.publish("t", 2);
        execute("INSERT INTO ledger VALUES ('2')");
        manager.rollback();
        manager.begin();
        journal.publish("t", 3);
        execute("INSERT INTO ledger VALUES ('3')");
        manager.commit();
        await().until(() -> History.of(journal, "t"), List.of("1", "3")::equals);
        assertThat(entries()).containsExactly("1", "3");
    }
}
