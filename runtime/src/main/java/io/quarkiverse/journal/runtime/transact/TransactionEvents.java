package io.quarkiverse.journal.runtime.transact;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 * The events that one transaction has published, until it ends.
 * <p>
 * Used by whichever thread the transaction is on.
 */
final class TransactionEvents implements Synchronization {

    private final AgroalDataSource application;
    private final PendingWriter pending;
    private final PublishQueue queue;
    private final ClosedTopics closedTopics;
    private final Duration patience;
    private final List<EventData> events = new ArrayList<>();
    private final Set<String> admitted = new HashSet<>();
    /** Whether the transaction's statements see what was committed before them. */
    private boolean fresh = true;
    /** Whether a call of beforeCompletion is still to come that will insert what is added now. */
    private boolean registered;

    TransactionEvents(AgroalDataSource application, PendingWriter pending, PublishQueue queue, ClosedTopics closedTopics,
            Duration patience) {
        this.application = application;
        this.pending = pending;
        this.queue = queue;
        this.closedTopics = closedTopics;
        this.patience = patience;
    }

    /**
     * Adds an event.
     *
     * @return whether this has to be registered, again if it was called before: entity listeners and other callbacks publish
     *         while
     *         the transaction is being completed
     */
    boolean add(EventData event) {
        events.add(event);
        return !registered;
    }

    /** It was registered: what is added from now on waits for the completion. */
    void registered() {
        registered = true;
    }

    /**
     * Sees to it that the transaction may publish to a topic.
     *
     * @throws TopicClosedException when the topic is closed or being closed; the transaction goes on without the event
     */
    void admit(String topic) throws SQLException {
        if (!admitted.contains(topic)) {
            TopicClosedException refusal = closedTopics.refusal(topic);
            if (refusal != null) {
                throw refusal;
            }
            try (Connection connection = application.getConnection()) {
                fresh &= pending.admit(connection, topic);
            }
            admitted.add(topic);
        }
    }

    @Override
    public void beforeCompletion() {
        registered = false;
        insert();
    }

    /** Inserts what was added, on the transaction's connection. */
    void insert() {
        if (events.isEmpty()) {
            return;
        }
        awaitEarlier();
        try (Connection connection = application.getConnection()) {
            pending.insert(connection, events, fresh);
        } catch (SQLException e) {
            throw new JournalException("The " + events.size() + " events of this transaction could not be stored, so it is "
                    + "rolled back: " + e.getMessage(), e);
        }
        events.clear();
    }

    /** What this thread published before the transaction commits must not be overtaken by it. */
    private void awaitEarlier() {
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
