package io.quarkiverse.journal.runtime.retain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.journal.runtime.store.Oldest;

/**
 * What this node removed, and what it found to be the oldest event when it looked last.
 * <p>
 * Thread-safe.
 */
public final class RetentionFigures {

    private final AtomicLong removedEvents = new AtomicLong();
    private final AtomicLong droppedPartitions = new AtomicLong();
    private volatile long floor;
    private volatile boolean hasOldest;
    private volatile long oldestRecorded;

    void removed(long events) {
        removedEvents.addAndGet(events);
    }

    void dropped(long events) {
        removedEvents.addAndGet(events);
        droppedPartitions.incrementAndGet();
    }

    void found(Oldest oldest) {
        floor = oldest.floor();
        oldestRecorded = System.nanoTime() - oldest.age().toNanos();
        hasOldest = !oldest.age().isZero();
    }

    /** How many events this node removed since it started. */
    public long removedEvents() {
        return removedEvents.get();
    }

    /** How many partitions this node dropped since it started. */
    public long droppedPartitions() {
        return droppedPartitions.get();
    }

    /** Every position up to here may be gone. */
    public long floor() {
        return floor;
    }

    /** How long ago the oldest event was recorded. */
    public Duration oldestAge() {
        return hasOldest ? Duration.ofNanos(System.nanoTime() - oldestRecorded) : Duration.ZERO;
    }
}
