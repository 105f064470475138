package io.quarkiverse.journal.runtime.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory that the bodies of requests share: whoever finds none waits, first come, first served. Nobody asks for more while
 * having some, so that nobody waits for each other. Thread-safe.
 */
final class BodyMemory {

    private final long limit;
    private final Deque<Claim> waiting = new ArrayDeque<>();
    private long taken;

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Claims memory.
     *
     * @param bytes how much; at most the limit
     * @param granted runs once when it is there, at once or on any thread
     * @return the claim, to be given back whether or not it was granted
     */
    Claim claim(long bytes, Runnable granted) {
        if (bytes > limit) {
            throw new IllegalArgumentException("A body of " + bytes + " bytes never fits into " + limit);
        }
        Claim claim = new Claim(bytes, granted);
        synchronized (this) {
            if (!waiting.isEmpty() || taken + bytes > limit) {
                waiting.add(claim);
                return claim;
            }
            taken += bytes;
            claim.state = State.GRANTED;
        }
        granted.run();
        return claim;
    }

    private void release(Claim claim) {
        List<Claim> next = new ArrayList<>();
        synchronized (this) {
            if (claim.state == State.WAITING) {
                waiting.remove(claim);
            } else if (claim.state == State.GRANTED) {
                taken -= claim.bytes;
            }
            claim.state = State.RELEASED;
            for (Claim first = waiting.peek(); first != null && taken + first.bytes <= limit; first = waiting.peek()) {
                waiting.remove();
                taken += first.bytes;
                first.state = State.GRANTED;
                next.add(first);
            }
        }
        next.forEach(each -> each.granted.run());
    }

    long limit() {
        return limit;
    }

    /** How much is taken. */
    synchronized long taken() {
        return taken;
    }

    private enum State {
        WAITING,
        GRANTED,
        RELEASED
    }

    /** A share, or the wish for one. */
    final class Claim {

        private final long bytes;
        private final Runnable granted;
        private State state = State.WAITING;

        private Claim(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /** Gives it back, or no longer waits for it. More than once is once. */
        void release() {
            BodyMemory.this.release(this);
        }
    }
}
