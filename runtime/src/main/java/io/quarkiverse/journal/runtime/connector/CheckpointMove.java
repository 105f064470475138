package io.quarkiverse.journal.runtime.connector;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/**
 * What moves a checkpoint over a delivery in the transaction of the method that processes it. It travels with the message's
 * context, since the method need not take anything but the payload.
 */
record CheckpointMove(IncomingReading reading, Delivery delivery) {

    private static final String KEY = CheckpointMove.class.getName();

    void attach(Context context) {
        ((ContextInternal) context).localContextData().put(KEY, this);
    }

    /** That of the message that is processed here, if there is one. */
    static @Nullable CheckpointMove present() {
        Context context = Vertx.currentContext();
        return context == null ? null : (CheckpointMove) ((ContextInternal) context).localContextData().get(KEY);
    }

    /**
     * Moves the checkpoint in the transaction of this thread.
     *
     * @throws JournalException when there is no transaction that takes it; the transaction is to be rolled back then
     */
    void move(TransactionSynchronizationRegistry transactions) {
        Tenure tenure = reading.tenure();
        if (tenure == null || delivery.isCommitted()) {
            return;
        }
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new JournalException("The checkpoint of consumer " + tenure.consumer() + " moves in the transaction of the "
                    + "method that processes a message, and there is none that can commit (status "
                    + transactions.getTransactionStatus() + "): make the method @Transactional");
        }
        try (Connection connection = reading.application().getConnection()) {
            if (!tenure.move(connection, delivery.cursor())) {
                tenure.lost();
                throw new JournalException("Another node took consumer " + tenure.consumer() + " over, so what was done for "
                        + "position " + delivery.cursor().position() + " is rolled back; it is done there");
            }
        } catch (SQLException e) {
            throw new JournalException("The checkpoint of consumer " + tenure.consumer() + " could not be moved in the "
                    + "transaction: " + e.getMessage(), e);
        }
        transactions.registerInterposedSynchronization(new Synchronization() {

            @Override
            public void beforeCompletion() {
                // Nothing: the statement has run.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    delivery.committed();
                    tenure.moved(delivery.cursor());
                }
            }
        });
    }
}
