package io.quarkiverse.journal.runtime.consume;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;

/**
 * How far a consumer has come: the end of the contiguous prefix of what it received that is processed. What was received and is
 * not processed yet holds the place back, whatever was processed beyond it; positions that were never received, since they do
 * not
 * match, do not.
 * <p>
 * Its memory is what lies between the place and the last thing received, which whoever delivers has to bound.
 * <p>
 * Thread-safe.
 */
public final class ProcessedPrefix {

    private final Deque<Entry> open = new ArrayDeque<>();
    private @Nullable Cursor place;

    /** Something that was received, until the place has moved over it. */
    public static final class Entry {

        private final Cursor cursor;
        private final long received;
        private boolean processed;

        private Entry(Cursor cursor, long received) {
            this.cursor = cursor;
            this.received = received;
        }

        /** Names "strictly after this". */
        public Cursor cursor() {
            return cursor;
        }
    }

    /**
     * Something is received, in the order of the journal.
     *
     * @param cursor names "strictly after it"
     */
    public synchronized Entry received(Cursor cursor) {
        Entry entry = new Entry(cursor, System.nanoTime());
        open.add(entry);
        return entry;
    }

    /** Something is received that needs no processing: the place moves over it as soon as it gets there. */
    public void passed(Cursor cursor) {
        processed(received(cursor));
    }

    /** Something is processed, in whatever order. A second time changes nothing. */
    public synchronized void processed(Entry entry) {
        entry.processed = true;
        Entry first = open.peek();
        while (first != null && first.processed) {
            place = first.cursor;
            open.remove();
            first = open.peek();
        }
    }

    /** Everything received up to here is processed; {@code null} when nothing is. */
    public synchronized @Nullable Cursor place() {
        return place;
    }

    /** How long the oldest thing that is not processed yet has been so; zero when there is none. */
    public synchronized Duration oldestAge() {
        Entry first = open.peek();
        return first == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - first.received);
    }
}
