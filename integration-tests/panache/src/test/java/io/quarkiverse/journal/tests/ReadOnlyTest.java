package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.panache.JournalEventEntity;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Parameters;
import io.quarkus.test.QuarkusUnitTest;

/** Nothing is written, whichever way it is tried. */
class ReadOnlyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.journal.schema", "entity_read_only");

    @Inject
    Journal journal;

    @Inject
    EntityManager entities;

    @BeforeEach
    void publish() {
        journal.append("orders", 1).await().atMost(Duration.ofSeconds(30));
    }

    @Test
    void everyWayIsRefused() {
        refused(() -> event().persist());
        refused(() -> event().persistAndFlush());
        refused(() -> event().delete());
        refused(() -> JournalEventEntity.persist(fresh()));
        refused(() -> JournalEventEntity.deleteById(1L));
        refused(JournalEventEntity::deleteAll);
        refused(() -> JournalEventEntity.delete("kind", "event"));
        refused(() -> JournalEventEntity.delete("kind = :kind", Map.of("kind", "event")));
        refused(() -> JournalEventEntity.delete("kind = :kind", Parameters.with("kind", "event")));
        refused(() -> JournalEventEntity.update("kind = 'other'"));
        refused(() -> JournalEventEntity.update("kind = :kind", Map.of("kind", "other")));
        refused(() -> JournalEventEntity.update("kind = :kind", Parameters.with("kind", "other")));
        refused(() -> entities.persist(fresh()));
        refused(() -> entities.remove(event()));
    }

    /** Its constructor is Hibernate's. */
    private static JournalEventEntity fresh() throws ReflectiveOperationException {
        Constructor<JournalEventEntity> constructor = JournalEventEntity.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static JournalEventEntity event() {
        return JournalEventEntity.findById(1L);
    }

    private static void refused(ThrowingCallable write) {
        assertThatThrownBy(() -> inTransaction(write)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("JournalEventEntity is read-only", "quarkus.journal.retention");
    }

    private static void inTransaction(ThrowingCallable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                work.call();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** These go past the entity: the server refuses them, since a selection is no table. */
    @Test
    void statementsThatGoPastTheEntityFailToo() {
        assertThatThrownBy(() -> inTransaction(() -> entities.createQuery("delete from JournalEventEntity").executeUpdate()));
        assertThatThrownBy(() -> inTransaction(
                () -> entities.createQuery("update JournalEventEntity set kind = 'other'").executeUpdate()));
    }

    @AfterEach
    void theEventIsWhatItWas() {
        QuarkusTransaction.requiringNew().run(() -> assertThat(event().getKind()).isEqualTo("event"));
    }
}
