package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.JournalName;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** A journal with a name may live in another datasource, there with the schema that another journal has elsewhere. */
class NamedJournalDatasourceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new ExternalPostgres().around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(ExternalPostgres.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.username", "postgres")
            .overrideConfigKey("quarkus.datasource.other.jdbc.url", "${quarkus.datasource.jdbc.url}")
            .overrideConfigKey("quarkus.journal.schema", "here")
            .overrideConfigKey("quarkus.journal.\"audit\".datasource", "other")
            .overrideConfigKey("quarkus.journal.\"audit\".schema", "there"));

    @Inject
    Journal journal;

    @Inject
    @JournalName("audit")
    Journal audit;

    @Inject
    @DataSource("other")
    AgroalDataSource other;

    @Test
    void itsTablesAreThere() throws Exception {
        audit.append("t", 1).await().atMost(Duration.ofSeconds(30));
        try (var connection = other.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM there.event")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void aTransactionThatCannotSpanBothSaysSo() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("half", 1);
            audit.publish("half", 2);
        })).isInstanceOf(JournalException.class).hasMessageContaining("xa");
    }
}
