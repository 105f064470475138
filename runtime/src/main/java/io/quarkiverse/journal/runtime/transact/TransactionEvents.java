package io.quarkiverse.journal.runtime.transact;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.store.PendingWriter;

/**
 * What one transaction has published. Its events are in the pending table already; what is left to do at its end.
 * <p>
 * Used by whichever thread the transaction is on.
 */
final class TransactionEvents implements Synchronization {

    private final AgroalDataSource application;
    private final PendingWriter pending;
    private final PublishQueue queue;
    private final ClosedTopics closedTopics;
    private final Duration patience;
    private final Set<String> topics = new HashSet<>();

    TransactionEvents(AgroalDataSource application, PendingWriter pending, PublishQueue queue, ClosedTopics closedTopics,
            Duration patience) {
        this.application = application;
        this.pending = pending;
        this.queue = queue;
        this.closedTopics = closedTopics;
        this.patience = patience;
    }

    /**
     * Inserts an event.
     *
     * @throws TopicClosedException when the topic is closed or being closed; the transaction goes on without the event
     */
    void add(EventData event) throws SQLException {
        boolean known = topics.contains(event.topic());
        TopicClosedException refusal = known ? null : closedTopics.refusal(event.topic());
        if (refusal != null) {
            throw refusal;
        }
        try (Connection connection = application.getConnection()) {
            pending.insert(connection, event, known);
        }
        topics.add(event.topic());
    }

    @Override
    public void beforeCompletion() {
        awaitEarlier();
    }

    /** What this thread published before the transaction commits must not be overtaken by it. */
    void awaitEarlier() {
        try {
            if (!queue.awaitOwn(patience)) {
                throw new JournalException("What this thread published before could not be written in " + patience.toMillis()
                        + " ms, so the transaction, whose events must come after it, is rolled back. The database is slower "
                        + "than the publishers, or away (quarkus.journal.publish.block-timeout)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while waiting for what this thread published before", e);
        }
    }

    @Override
    public void afterCompletion(int status) {
        if (status != Status.STATUS_ROLLEDBACK) {
            queue.nudge();
        }
    }
}
