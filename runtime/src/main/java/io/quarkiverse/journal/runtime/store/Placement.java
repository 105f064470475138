package io.quarkiverse.journal.runtime.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Where a batch's own events are: those that it stored, at consecutive positions, and those that were there before, since
 * somebody had given their ids already.
 * <p>
 * Not written to after construction.
 */
public final class Placement {

    private final long first;
    private final int stored;
    /** Of each event; {@code null} when all were stored. */
    private final long @Nullable [] positions;
    private final BitSet repeats;

    private Placement(long first, int stored, long @Nullable [] positions, BitSet repeats) {
        this.first = first;
        this.stored = stored;
        this.positions = positions;
        this.repeats = repeats;
    }

    /** All events were stored, from this position on. */
    static Placement consecutive(long first, int events) {
        return new Placement(first, events, null, new BitSet());
    }

    /**
     * @param first where the events that were stored begin; 0 when there are none
     * @param positions of each event
     * @param repeats which of them were there before
     */
    static Placement of(long first, long[] positions, BitSet repeats) {
        return new Placement(first, positions.length - repeats.cardinality(), positions, repeats);
    }

    /** The position of the first event that was stored, 0 when none was. */
    long first() {
        return first;
    }

    /** The position of the last event that was stored, 0 when none was. */
    long last() {
        return first == 0 ? 0 : first + stored - 1;
    }

    /** How many events were stored. */
    public int storedCount() {
        return stored;
    }

    /** How many events were not stored, since they were there before. */
    public int repeatedCount() {
        return repeats.cardinality();
    }

    long position(int event) {
        return positions == null ? first + event : positions[event];
    }

    /** The events that were stored, with their positions, in order. */
    public List<StoredEvent> stored(List<EventData> events, String epoch) {
        List<StoredEvent> list = new ArrayList<>(stored);
        for (int i = repeats.nextClearBit(0); i < events.size(); i = repeats.nextClearBit(i + 1)) {
            list.add(new StoredEvent(events.get(i), position(i), epoch));
        }
        return list;
    }

    /**
     * The receipt of some of the events: of those among them that were stored, or, if none was, of where they are.
     *
     * @param from the index of the first
     * @param to the index after the last
     */
    public Receipt receipt(List<EventData> events, int from, int to, String epoch) {
        int firstStored = repeats.nextClearBit(from);
        if (firstStored < to) {
            int lastStored = repeats.previousClearBit(to - 1);
            long begin = position(firstStored);
            long end = position(lastStored);
            return new Receipt((int) (end - begin + 1), begin, end, Cursor.after(epoch, end, events.get(lastStored).id()),
                    false);
        }
        long[] known = Objects.requireNonNull(positions, "positions");
        int highest = from;
        long lowest = known[from];
        for (int i = from + 1; i < to; i++) {
            highest = known[i] > known[highest] ? i : highest;
            lowest = Math.min(lowest, known[i]);
        }
        int count = (int) Arrays.stream(known, from, to).distinct().count();
        return new Receipt(count, lowest, known[highest], Cursor.after(epoch, known[highest], events.get(highest).id()), true);
    }
}
