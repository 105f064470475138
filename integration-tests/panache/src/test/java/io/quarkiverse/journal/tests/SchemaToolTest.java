package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.panache.JournalEventEntity;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** Hibernate drops, creates and validates the application's tables, and no other ones. */
class SchemaToolTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Note.class))
            .overrideConfigKey("quarkus.journal.schema", "entity_schema")
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create");

    @Inject
    SessionFactory sessions;

    @Inject
    AgroalDataSource database;

    @Inject
    Journal journal;

    @Test
    void theJournalIsLeftAlone() throws Exception {
        journal.append("orders", "before").await().atMost(SOON);
        String tables = tables();

        sessions.getSchemaManager().drop(true);
        sessions.getSchemaManager().create(true);
        sessions.getSchemaManager().validate();
        sessions.getSchemaManager().truncate();

        assertThat(tables()).isEqualTo(tables).contains("note", "entity_schema.event").doesNotContain("JournalEventEntity");
        journal.append("orders", "after").await().atMost(SOON);
        QuarkusTransaction.requiringNew().run(() -> assertThat(JournalEventEntity.ofTopic("orders").<JournalEventEntity> list())
                .extracting(event -> event.getPayload().value()).containsExactly("\"before\"", "\"after\""));
    }

    /** Tables and views, with their rows' storage, which another table of the same name would not have. */
    private String tables() throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT string_agg(n.nspname || '.' || c.relname
                                          || CASE WHEN n.nspname = 'public' THEN '' ELSE ' ' || c.oid END, ', ' ORDER BY 1)
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname IN ('public', 'entity_schema') AND c.relkind IN ('r', 'p', 'v', 'm')""")) {
            row.next();
            return row.getString(1);
        }
    }

    @Entity(name = "note")
    static class Note extends PanacheEntityBase {
        @Id
        long id;
    }
}
