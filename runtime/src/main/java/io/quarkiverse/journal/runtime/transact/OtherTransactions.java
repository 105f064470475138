package io.quarkiverse.journal.runtime.transact;

/**
 * Transactions that events cannot join, of whoever else manages some.
 * <p>
 * Thread-safe.
 */
@FunctionalInterface
public interface OtherTransactions {

    /** There are none in this application. */
    OtherTransactions NONE = () -> false;

    /** Whether the caller is in one of them. Asked at each publish. */
    boolean isInTransaction();
}
