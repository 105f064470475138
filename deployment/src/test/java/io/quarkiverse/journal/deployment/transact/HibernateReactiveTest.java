package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** A transaction that events cannot join. */
@Timeout(60)
class HibernateReactiveTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new ExternalPostgres().around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, ExternalPostgres.class, Note.class))
            .setForcedDependencies(List.of(
                    Dependency.of("io.quarkus", "quarkus-hibernate-reactive", Version.getVersion()),
                    Dependency.of("io.quarkus", "quarkus-reactive-pg-client", Version.getVersion())))
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.reactive.url",
                    "vertx-reactive:postgresql://127.0.0.1:${external.postgres.port}/postgres")
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create"));

    @Inject
    Journal journal;

    @Inject
    Mutiny.SessionFactory mutiny;

    @Inject
    Vertx vertx;

    /** As a request does: on an event loop, in a context of its own. */
    private <T> T onEventLoop(Supplier<Uni<T>> work) {
        Context context = VertxContext.getOrCreateDuplicatedContext(vertx);
        VertxContextSafetyToggle.setContextSafe(context, true);
        return Uni.createFrom().<T> emitter(emitter -> context.runOnContext(
                ignored -> work.get().subscribe().with(emitter::complete, emitter::fail))).await().atMost(SOON);
    }

    private Uni<Void> publish(String topic, Object payload) {
        journal.publish(topic, payload);
        return Uni.createFrom().voidItem();
    }

    private void refused(Supplier<Uni<Void>> work) {
        assertThatThrownBy(() -> onEventLoop(work)).isInstanceOf(JournalException.class)
                .hasMessageContainingAll("Hibernate Reactive", "once it has committed", "transactional=ignore");
    }

    @Test
    void publishAndAppendAreRefusedInsideAndTakenAfterwards() {
        refused(() -> mutiny.withTransaction((session, transaction) -> session.persist(new Note(1))
                .chain(() -> publish("refused", 1))));
        refused(() -> mutiny.withTransaction((session, transaction) -> journal.append("refused", 1).replaceWithVoid()));
        refused(() -> mutiny.withStatelessTransaction((session, transaction) -> publish("refused", 1)));
        assertThat(History.of(journal, "refused")).isEmpty();

        onEventLoop(() -> mutiny.withTransaction((session, transaction) -> session.persist(new Note(2)))
                .chain(() -> journal.append("refused", 2)));
        assertThat(History.of(journal, "refused")).containsExactly("2");
        List<Note> kept = onEventLoop(
                () -> mutiny.withSession(session -> session.createQuery("from note", Note.class).getResultList()));
        assertThat(kept).extracting(note -> note.id).containsExactly(2L);
    }

    @Test
    void aSessionWithoutATransactionIsNoHindrance() throws Exception {
        onEventLoop(() -> mutiny.withSession(session -> publish("session", 1)));
        assertThat(journal.flush(SOON)).isTrue();
        assertThat(History.of(journal, "session")).containsExactly("1");
    }

    @Entity(name = "note")
    static class Note {
        @Id
        long id;

        Note() {
        }

        Note(long id) {
            this.id = id;
        }
    }
}
