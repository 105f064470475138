package io.quarkiverse.journal.runtime.subscribe;

/** How a poll of a reading ended. */
public enum Poll {
    /** There may be more at once. */
    MORE,
    /** There is nothing now; the reading's signal will run when it is worth polling again. */
    WAITING,
    /** The last frame has been given. */
    FINISHED
}
