package io.quarkiverse.journal.deployment.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostUpdate;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.hibernate.late.LateCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;

/** Events that callbacks publish while their transaction is being completed. */
class EntityListenerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(History.class, BeforeCompletion.class, Book.class, Teller.class,
                    LateCallback.class))
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create");

    @Inject
    Journal journal;

    @Inject
    EntityManager entities;

    @Inject
    TransactionManager manager;

    @Inject
    TransactionSynchronizationRegistry registry;

    private void persist(long id, String topic) {
        Book book = new Book();
        book.id = id;
        book.topic = topic;
        entities.persist(book);
    }

    @Test
    void theFlushAtTheCommitIsTheFirstToPublish() {
        QuarkusTransaction.requiringNew().run(() -> persist(1, "first"));
        assertThat(History.of(journal, "first")).containsExactly("\"PrePersist\"", "\"PostPersist\"");
        QuarkusTransaction.requiringNew().run(() -> entities.find(Book.class, 1).title = "changed");
        assertThat(History.of(journal, "first")).containsExactly("\"PrePersist\"", "\"PostPersist\"", "\"PreUpdate\"",
                "\"PostUpdate\"");
        try (var statement = entities.unwrap(org.hibernate.Session.class).getSessionFactory().openStatelessSession()) {
            assertThat(statement.createNativeQuery("SELECT count(*) FROM book WHERE title = 'changed'", Long.class)
                    .getSingleResult()).isEqualTo(1);
        }
    }

    @Test
    void whoIsCalledWhenAllOthersHaveHadTheirTurnPublishesToo() {
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("late", "body");
            registry.registerInterposedSynchronization(new LateCallback(() -> journal.publish("late", "late")));
            registry.registerInterposedSynchronization(new LateCallback(() -> journal.publish("late", "later")));
        });
        assertThat(History.of(journal, "late")).containsExactly("\"body\"", "\"late\"", "\"later\"");

        QuarkusTransaction.requiringNew().run(() -> registry
                .registerInterposedSynchronization(new LateCallback(() -> journal.publish("late", "alone"))));
        assertThat(History.of(journal, "late")).last().isEqualTo("\"alone\"");
    }

    @Test
    void theFlushAtTheCommitPublishesAfterOthers() {
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("after", "before");
            persist(2, "after");
            persist(3, "after");
            journal.publish("after", "then");
        });
        assertThat(History.of(journal, "after")).containsExactly("\"before\"", "\"PrePersist\"", "\"PrePersist\"", "\"then\"",
                "\"PostPersist\"", "\"PostPersist\"");
    }

    @Test
    void anExplicitFlushPublishesInItsPlace() {
        QuarkusTransaction.requiringNew().run(() -> {
            persist(4, "explicit");
            entities.flush();
            journal.publish("explicit", "then");
        });
        assertThat(History.of(journal, "explicit")).containsExactly("\"PrePersist\"", "\"PostPersist\"", "\"then\"");
    }

    @Test
    void aFlushThatFailsTakesItsEventsWithIt() {
        QuarkusTransaction.requiringNew().run(() -> persist(5, "failing"));
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("failing", "before");
            persist(6, "failing");
            persist(5, "failing");
        }));
        assertThat(History.of(journal, "failing")).containsExactly("\"PrePersist\"", "\"PostPersist\"");
    }

    @Test
    void synchronizationsOfBothSortsPublishBeforeAndAfterThePublishers() {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                registry.registerInterposedSynchronization(new BeforeCompletion(() -> journal.publish("both", "interposed")));
                manager.getTransaction().registerSynchronization(new BeforeCompletion(() -> journal.publish("both", "plain")));
                journal.publish("both", "body");
                registry.registerInterposedSynchronization(new BeforeCompletion(() -> journal.publish("both", "interposed 2")));
                manager.getTransaction()
                        .registerSynchronization(new BeforeCompletion(() -> journal.publish("both", "plain 2")));
            } catch (jakarta.transaction.SystemException | jakarta.transaction.RollbackException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(History.of(journal, "both")).containsExactly("\"body\"", "\"plain\"", "\"plain 2\"", "\"interposed\"",
                "\"interposed 2\"");
    }

    @Entity(name = "book")
    @EntityListeners(Teller.class)
    static class Book {
        @Id
        long id;
        String topic;
        String title;
    }

    static class Teller {

        private static void tell(Book book, String what) {
            Arc.container().instance(Journal.class).get().publish(book.topic, what);
        }

        @PrePersist
        void prePersist(Book book) {
            tell(book, "PrePersist");
        }

        @PostPersist
        void postPersist(Book book) {
            tell(book, "PostPersist");
        }

        @PreUpdate
        void preUpdate(Book book) {
            tell(book, "PreUpdate");
        }

        @PostUpdate
        void postUpdate(Book book) {
            tell(book, "PostUpdate");
        }
    }
}
