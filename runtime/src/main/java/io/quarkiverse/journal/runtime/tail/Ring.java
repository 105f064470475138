package io.quarkiverse.journal.runtime.tail;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * The newest events of the journal in memory, bounded by number and by bytes. Positions are dense, so an event's place is its
 * position modulo the size, and a reader can tell by the position alone whether it found the event that it wants.
 * <p>
 * One thread at a time appends; any number read, without a lock.
 */
final class Ring {

    private final AtomicReferenceArray<@Nullable StoredEvent> slots;
    private final int mask;
    private final long mostBytes;
    private long bytes;
    private volatile long low;
    private volatile long head;

    /**
     * @param size how many events at least; rounded up to a power of two
     * @param head the position before the first one that will be appended
     */
    Ring(int size, long mostBytes, long head) {
        int capacity = Integer.highestOneBit(Math.max(2, size) - 1) << 1;
        this.slots = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
        this.mostBytes = mostBytes;
        this.head = head;
        this.low = head + 1;
    }

    /** The highest position appended. */
    long head() {
        return head;
    }

    /** The lowest position kept; above the head when nothing is. */
    long low() {
        return low;
    }

    int capacity() {
        return slots.length();
    }

    /** Appends the event after the head. */
    void append(StoredEvent event) {
        long position = event.position();
        if (position != head + 1) {
            throw new IllegalArgumentException("Position " + position + " does not follow " + head);
        }
        while (low <= head && (position - low >= slots.length() || bytes + event.weight() > mostBytes)) {
            evict();
        }
        slots.set(slot(position), event);
        bytes += event.weight();
        head = position;
    }

    private void evict() {
        long evicted = low;
        // Readers learn first that it is gone, so that none looks for it again and again while its slot is empty already.
        low = evicted + 1;
        StoredEvent event = slots.getAndSet(slot(evicted), null);
        if (event != null) {
            bytes -= event.weight();
        }
    }

    /** Forgets everything and goes on after a later position. */
    void skipTo(long position) {
        long first = low;
        long last = head;
        low = position + 1;
        for (long forgotten = first; forgotten <= last; forgotten++) {
            slots.set(slot(forgotten), null);
        }
        bytes = 0;
        head = position;
    }

    /** Forgets everything and goes on after an earlier position. */
    void goBackTo(long position) {
        long first = low;
        long last = head;
        // Nothing is covered while what was is being forgotten.
        head = position;
        for (long forgotten = first; forgotten <= last; forgotten++) {
            slots.set(slot(forgotten), null);
        }
        bytes = 0;
        low = position + 1;
    }

    /**
     * The event at a position.
     *
     * @return {@code null} when it is not kept, or not there yet
     */
    @Nullable
    StoredEvent get(long position) {
        StoredEvent event = slots.get(slot(position));
        return event != null && event.position() == position ? event : null;
    }

    private int slot(long position) {
        return (int) (position & mask);
    }
}
