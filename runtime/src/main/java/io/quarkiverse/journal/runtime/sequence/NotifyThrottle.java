package io.quarkiverse.journal.runtime.sequence;

/**
 * Decides which batches notify other nodes. Committing a NOTIFY takes a lock of the whole server, so there are at most some
 * hundreds a second; the last batch of a burst is always told of, if need be a little later.
 * <p>
 * Used by the writer's thread.
 */
final class NotifyThrottle {

    private static final long PAUSE_NANOS = 4_000_000;

    private long lastNotified = System.nanoTime() - PAUSE_NANOS;
    private long untold;

    /** Whether the batch that is about to be written should notify. */
    boolean decide() {
        return System.nanoTime() - lastNotified >= PAUSE_NANOS;
    }

    void committed(long head, boolean notified) {
        if (notified) {
            lastNotified = System.nanoTime();
            untold = 0;
        } else {
            untold = head;
        }
    }

    /** How long until other nodes have to be told of a head, if one is left to tell of. */
    long nanosUntilDue(long otherwise) {
        return untold == 0 ? otherwise : Math.max(0, lastNotified + PAUSE_NANOS - System.nanoTime());
    }

    boolean isUntold() {
        return untold != 0;
    }

    boolean isDue() {
        return isUntold() && nanosUntilDue(0) == 0;
    }

    /** The head to tell of; it counts as told. */
    long takeDue() {
        long head = untold;
        committed(head, true);
        return head;
    }
}
