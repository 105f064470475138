package io.quarkiverse.journal.runtime.config;

/** What happens to a publisher that finds the queue full. */
public enum Overflow {
    /** It waits for room, for a bounded time; then it gets an exception. On an event loop it gets the exception at once. */
    BLOCK,
    /** It gets an exception at once. */
    FAIL,
    /** The oldest queued events are dropped, counted and warned about. */
    DROP_OLDEST
}
