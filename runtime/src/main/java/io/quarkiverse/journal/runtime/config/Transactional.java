package io.quarkiverse.journal.runtime.config;

/** What publishing inside a JTA transaction means. */
public enum Transactional {
    /** The event commits and rolls back with the transaction. */
    JOIN,
    /** The transaction is not looked at: the event is published, whatever becomes of the transaction. */
    IGNORE
}
