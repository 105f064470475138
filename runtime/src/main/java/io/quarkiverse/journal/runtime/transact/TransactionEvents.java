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
     * @throws JournalException when the datasource cannot join the transaction, the topic cannot be looked up, or as
     *         {@link TopicClosedException} is closed or being closed; the transaction goes on without the event
     * @throws SQLException when the transaction cannot go on
     */
    void add(EventData event) throws SQLException {
        boolean known = topics.contains(event.topic());
        TopicClosedException refusal = known ? null : closedTopics.refusal(event.topic());
        if (refusal != null) {
            throw refusal;
        }
        try (Connection connection = join()) {
            requireTopic(event.topic());
            pending.insert(connection, event, known);
        }
        topics.add(event.topic());
    }

    /** The transaction's own connection: the first time it is asked for, the datasource joins the transaction. */
    private Connection join() {
        try {
            Connection connection = application.getConnection();
            if (connection.getAutoCommit()) {
                connection.close();
                throw new JournalException("The journal's datasource did not join this transaction, so an event cannot commit "
                        + "with it");
            }
            return connection;
        } catch (SQLException e) {
            throw new JournalException("The journal's datasource cannot join this transaction: " + e.getMessage()
                    + ". A transaction that uses another datasource too needs quarkus.datasource.jdbc.transactions=xa for both; "
                    + "or publish after it, or regardless of it with quarkus.journal.publish.transactional=ignore", e);
        }
    }

    private void requireTopic(String topic) {
        try {
            pending.requireTopic(topic);
        } catch (SQLException e) {
            throw new JournalException("The topic " + topic + " cannot be looked up: " + e.getMessage(), e);
        }
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
