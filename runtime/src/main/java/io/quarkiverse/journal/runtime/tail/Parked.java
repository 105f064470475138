package io.quarkiverse.journal.runtime.tail;

import io.quarkiverse.journal.runtime.event.EventFilter;

/**
 * A reader that has nothing to do until an event comes that concerns it.
 */
public interface Parked {

    /** What concerns it. */
    EventFilter filter();

    /**
     * Something may have come that concerns it. It is not parked any more. Must not block.
     *
     * @param through nothing that concerns it lies between where it parked and this position; or a position at or below where
     *        it
     *        parked when that is not known
     */
    void wake(long through);
}
