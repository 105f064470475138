package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.tail.Parked;
import io.quarkiverse.journal.runtime.tail.Tail;

/**
 * How one reading waits at the end of the tail until something comes that concerns it, and what it learns by that.
 * <p>
 * {@link #wake} and {@link #close} may be called from any thread; everything else belongs to the thread that polls.
 */
final class TailWait implements Parked {

    private final Tail tail;
    private final EventFilter filter;
    private final Runnable signal;
    private volatile long nothingThrough;
    private volatile boolean closed;

    TailWait(Tail tail, EventFilter filter, Runnable signal) {
        this.tail = tail;
        this.filter = filter;
        this.signal = signal;
    }

    /**
     * Waits for more than what lies up to a place.
     *
     * @return whether it waits; if not, there is more to see already
     * @throws JournalClosedException when the node ends
     */
    boolean park(long place) {
        boolean parked = tail.park(this, place);
        if (parked && closed) {
            // Closed from another thread just before: nobody else would take it out.
            tail.unpark(this);
        }
        if (!parked && tail.isClosed()) {
            throw new JournalClosedException();
        }
        return parked;
    }

    /** Nothing that concerns the reading lies between where it waited last and this position. */
    long nothingThrough() {
        return nothingThrough;
    }

    /** Up to where nothing concerns the reading while it waits; -1 when it does not. */
    long passed() {
        return tail.passedBy(this);
    }

    /** What it knows was of another history. */
    void forget() {
        nothingThrough = 0;
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public void wake(long through) {
        nothingThrough = through;
        signal.run();
    }

    /** Waits no more. */
    void close() {
        closed = true;
        tail.unpark(this);
    }
}
