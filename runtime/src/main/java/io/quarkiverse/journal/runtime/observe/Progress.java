package io.quarkiverse.journal.runtime.observe;

import java.time.Duration;

/**
 * For how long a thread has had work without getting on with it: because an attempt fails again and again, or because one does
 * not return.
 * <p>
 * Thread-safe: one thread works, others look.
 */
public final class Progress {

    private static final long IDLE = 0;

    private volatile long since = IDLE;

    /** There is something to do. What was due before and is not done yet stays due since then. */
    public void due() {
        if (since == IDLE) {
            since = now();
        }
    }

    /** Some of it is done. */
    public void made() {
        since = now();
    }

    /** All of it is done. */
    public void complete() {
        since = IDLE;
    }

    /** How long nothing has been done of what is due; nothing due is {@link Duration#ZERO}. */
    public Duration stalled() {
        long start = since;
        return start == IDLE ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - start));
    }

    /** Never the value that means idle, which the clock may show too. */
    private static long now() {
        return System.nanoTime() | 1;
    }
}
