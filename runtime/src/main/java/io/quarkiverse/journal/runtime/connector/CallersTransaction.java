package io.quarkiverse.journal.runtime.connector;

import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;

import io.quarkiverse.journal.JournalException;

/**
 * The transaction in which a message was sent, as metadata of the message. Reactive messaging suspends it on the way to the
 * connector, on the same thread.
 */
record CallersTransaction(TransactionManager manager, Transaction transaction) {

    /** Does something inside of it. */
    void run(Runnable work) {
        try {
            Transaction present = manager.getTransaction();
            if (transaction.equals(present)) {
                work.run();
                return;
            }
            if (present != null) {
                manager.suspend();
            }
            try {
                manager.resume(transaction);
                try {
                    work.run();
                } finally {
                    manager.suspend();
                }
            } finally {
                if (present != null) {
                    manager.resume(present);
                }
            }
        } catch (SystemException | InvalidTransactionException e) {
            throw new JournalException("The transaction in which a message was sent cannot take it: " + e.getMessage()
                    + ". Send it on the thread of the transaction", e);
        }
    }
}
