package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;

import io.quarkiverse.journal.FlushException;

/**
 * Callers' waits for what was published before, and what each of them has been told of it. A loss is told to every thread
 * that flushes, once: it may be of events that the thread, or one that it answers for, has published, and who published what
 * is not known for sure.
 * <p>
 * Thread-safe, but for {@link #accepted}.
 */
final class Flushes {

    /** Tickets begin behind it. */
    private static final long NOTHING = 0;
    private static final long NEW = -1;

    /** What is known of one thread. */
    private static final class Caller {

        /** The ticket of what it submitted last. */
        private long last = NOTHING;
        /** Up to this ticket it knows what was lost, or need not. */
        private long knows = NEW;
    }

    private final QueueState state;
    private final ThreadLocal<Caller> callers = ThreadLocal.withInitial(Caller::new);

    Flushes(QueueState state) {
        this.state = state;
    }

    /** This thread's submission was accepted; under the queue's lock. */
    void accepted(long ticket) {
        // It may have waited for room, and others may have heard of this loss before it woke.
        knownBefore(ticket).last = ticket;
    }

    /** A thread that is new need not hear of what others have heard of, if that came before anything of its own. */
    private Caller knownBefore(long ticket) {
        Caller caller = callers.get();
        if (caller.knows == NEW) {
            caller.knows = Math.min(state.backlog.losses().told(), ticket - 1);
        }
        return caller;
    }

    /**
     * Waits until everything accepted before the call is settled.
     *
     * @return whether it is, in time
     * @throws FlushException when some of it was lost, and this thread has not been told
     */
    boolean flush(Duration timeout) throws InterruptedException {
        state.lock.lock();
        try {
            Losses losses = state.backlog.losses();
            long through = state.backlog.lastTicket();
            Caller caller = knownBefore(through + 1);
            long after = caller.knows;
            boolean complete = false;
            losses.begin(through);
            try {
                complete = state.awaitSettled(through, timeout);
                if (!complete) {
                    return false;
                }
                caller.knows = through;
                long lost = losses.between(after, through);
                if (lost > 0) {
                    throw new FlushException(lost, state.backlog.closedBetween(after, through));
                }
                return true;
            } finally {
                losses.end(through, complete);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Waits until what this thread has submitted is settled. What other threads submit does not matter.
     *
     * @return whether it is, in time
     */
    boolean awaitOwn(Duration timeout) throws InterruptedException {
        long through = callers.get().last;
        if (through == NOTHING) {
            return true;
        }
        state.lock.lock();
        try {
            return state.awaitSettled(through, timeout);
        } finally {
            state.lock.unlock();
        }
    }
}
