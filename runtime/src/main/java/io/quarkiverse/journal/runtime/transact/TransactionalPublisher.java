package io.quarkiverse.journal.runtime.transact;

import java.sql.SQLException;
import java.time.Duration;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.store.PendingWriter;

/**
 * Lets events join the JTA transaction of the thread that publishes them. Each is inserted at the call, on the
 * transaction's own connection, and moved into the journal by the writer once it has.
 * <p>
 * Thread-safe.
 */
public final class TransactionalPublisher {

    private final TransactionSynchronizationRegistry transactions;
    private final OtherTransactions others;
    private final AgroalDataSource application;
    private final PendingWriter pending;
    private final PublishQueue queue;
    private final ClosedTopics closedTopics;
    private final Duration patience;

    /**
     * @param others transactions that events cannot join
     * @param application the datasource whose connection of the transaction is used
     * @param queue holds what the thread published before; its writer moves what is committed
     * @param closedTopics what this node knows of topics that take no more events
     * @param patience how long a commit waits for what its thread published before
     */
    public TransactionalPublisher(TransactionSynchronizationRegistry transactions, OtherTransactions others,
            AgroalDataSource application, PendingWriter pending, PublishQueue queue, ClosedTopics closedTopics,
            Duration patience) {
        this.transactions = transactions;
        this.others = others;
        this.application = application;
        this.pending = pending;
        this.queue = queue;
        this.closedTopics = closedTopics;
        this.patience = patience;
    }

    /**
     * Whether this thread is in a transaction that events can join. One that has committed, in whose callbacks the thread may
     * still
     * be, is none.
     *
     * @throws JournalException when the thread is in a transaction that is rolled back already, or in one of another sort
     */
    public boolean isInTransaction() {
        int status = transactions.getTransactionStatus();
        return switch (status) {
            case Status.STATUS_ACTIVE, Status.STATUS_MARKED_ROLLBACK -> true;
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> {
                requireNoOther();
                yield false;
            }
            default ->
                throw new JournalException("This thread is in a transaction that takes no more events: it was rolled back, "
                        + "perhaps by its time-out, or is being ended (status " + status
                        + "). Publish outside of it, or regardless of "
                        + "transactions with quarkus.journal.publish.transactional=ignore");
        };
    }

    private void requireNoOther() {
        if (others.isInTransaction()) {
            throw new JournalException(
                    "This is inside a transaction of Hibernate Reactive, which an event cannot join: it would "
                            + "stay if the transaction were rolled back. Publish once it has committed, for instance with chain or call "
                            + "on the Uni of withTransaction; or in a JTA transaction with Hibernate ORM; or regardless of "
                            + "transactions with quarkus.journal.publish.transactional=ignore");
        }
    }

    /**
     * Lets an event join the transaction of this thread. If that can only be rolled back, the event is gone with it.
     *
     * @throws JournalException when the transaction cannot take it; nothing of the event is kept then
     */
    public void join(EventData event) {
        if (transactions.getRollbackOnly()) {
            return;
        }
        TransactionEvents events = (TransactionEvents) transactions.getResource(this);
        if (events == null) {
            requireIntegration();
            events = new TransactionEvents(application, pending, queue, closedTopics, patience);
            register(events);
            transactions.putResource(this, events);
        }
        insert(events, event);
    }

    /**
     * Quarkus calls the interposed callbacks of Hibernate and of the pool after all others, and accepts no others then. For
     * what they
     * are the first to publish, this is the last moment to wait; the writer finds it when it next looks by itself.
     */
    private void register(TransactionEvents events) {
        try {
            transactions.registerInterposedSynchronization(events);
        } catch (IllegalStateException e) {
            events.awaitEarlier();
        }
    }

    private void insert(TransactionEvents events, EventData event) {
        try {
            events.add(event);
        } catch (SQLException e) {
            // The server takes no more statements of this transaction.
            transactions.setRollbackOnly();
            throw new JournalException(
                    "An event of topic " + event.topic() + " could not be stored, so its transaction can only be "
                            + "rolled back: " + e.getMessage(),
                    e);
        }
    }

    private void requireIntegration() {
        if (application.getConfiguration().connectionPoolConfiguration().transactionIntegration() == TransactionIntegration
                .none()) {
            throw new JournalException("The journal's datasource takes no part in transactions "
                    + "(quarkus.datasource.jdbc.transactions=disabled), so an event cannot commit with this one. Enable them, or "
                    + "publish regardless of transactions with quarkus.journal.publish.transactional=ignore");
        }
    }
}
