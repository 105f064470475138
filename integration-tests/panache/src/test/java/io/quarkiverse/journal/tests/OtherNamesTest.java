package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.panache.JournalEventEntity;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** The application's rules for the names of its columns are none for the journal's, and its schema is another one. */
class OtherNamesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Prefixed.class))
            .overrideConfigKey("quarkus.journal.schema", "entity_names")
            .overrideConfigKey("quarkus.hibernate-orm.database.default-schema", "elsewhere")
            .overrideConfigKey("quarkus.hibernate-orm.quote-identifiers.strategy", "all")
            .overrideConfigKey("quarkus.hibernate-orm.physical-naming-strategy", Prefixed.class.getName());

    @Inject
    Journal journal;

    @Test
    void eventsAreFound() {
        journal.append("orders", NewEvent.of(1).withCorrelationId("o-1")).await().atMost(Duration.ofSeconds(30));
        QuarkusTransaction.requiringNew().run(() -> {
            JournalEventEntity found = JournalEventEntity.ofCorrelation("o-1").singleResult();
            assertThat(found.getTopic()).isEqualTo("orders");
        });
    }

    public static class Prefixed extends PhysicalNamingStrategyStandardImpl {

        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier("COL_" + name.getText());
        }
    }
}
