package io.quarkiverse.journal.runtime.connector;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.runtime.consume.ProcessedPrefix;

/**
 * What goes to the application as one message: an event, a batch of them, or the sentinel.
 * <p>
 * Thread-safe.
 */
final class Delivery {

    private final List<Event> events;
    private final List<ProcessedPrefix.Entry> entries;
    private final @Nullable CaughtUp sentinel;
    private final int attempt;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile boolean committed;

    private Delivery(List<Event> events, List<ProcessedPrefix.Entry> entries, @Nullable CaughtUp sentinel, int attempt) {
        this.events = events;
        this.entries = entries;
        this.sentinel = sentinel;
        this.attempt = attempt;
    }

    static Delivery of(List<Event> events, List<ProcessedPrefix.Entry> entries) {
        return new Delivery(List.copyOf(events), List.copyOf(entries), null, 1);
    }

    static Delivery of(CaughtUp sentinel, ProcessedPrefix.Entry entry) {
        return new Delivery(List.of(), List.of(entry), sentinel, 1);
    }

    /** The same once more. */
    Delivery again() {
        return new Delivery(events, entries, sentinel, attempt + 1);
    }

    List<Event> events() {
        return events;
    }

    List<ProcessedPrefix.Entry> entries() {
        return entries;
    }

    @Nullable
    CaughtUp sentinel() {
        return sentinel;
    }

    int attempt() {
        return attempt;
    }

    /** How many of the things that may be unsettled it is. */
    int size() {
        return entries.size();
    }

    /** Names "strictly after the last of them". */
    Cursor cursor() {
        return entries.get(entries.size() - 1).cursor();
    }

    /**
     * It becomes known what becomes of it.
     *
     * @return false when it was known before
     */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    /** The transaction that moved the checkpoint over it has committed. */
    void committed() {
        committed = true;
    }

    boolean isCommitted() {
        return committed;
    }
}
