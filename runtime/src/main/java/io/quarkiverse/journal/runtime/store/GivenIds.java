package io.quarkiverse.journal.runtime.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * The ids that publishers gave to the events of one batch, each once, in the order of the events.
 */
final class GivenIds {

    private record Given(int topicId, String id) {
    }

    private final List<Given> ids = new ArrayList<>();
    /** Of each event the index of its id, -1 when the id was made for it; empty when nobody gave any. */
    private final int[] idOf;
    /** Of each id the index of the first event that has it. */
    private final List<Integer> firstEvent = new ArrayList<>();

    private GivenIds(int[] idOf) {
        this.idOf = idOf;
    }

    static GivenIds of(List<EventData> events, ToIntFunction<String> topicIds) {
        if (events.stream().noneMatch(EventData::idGiven)) {
            return new GivenIds(new int[0]);
        }
        GivenIds given = new GivenIds(new int[events.size()]);
        Arrays.fill(given.idOf, -1);
        Map<Given, Integer> seen = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).idGiven()) {
                given.add(i, new Given(topicIds.applyAsInt(events.get(i).topic()), events.get(i).id()), seen);
            }
        }
        return given;
    }

    private void add(int event, Given id, Map<Given, Integer> seen) {
        Integer before = seen.putIfAbsent(id, ids.size());
        if (before == null) {
            idOf[event] = ids.size();
            ids.add(id);
            firstEvent.add(event);
        } else {
            idOf[event] = before;
        }
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    Object[] topicIds() {
        return ids.stream().map(Given::topicId).toArray();
    }

    Object[] ids() {
        return ids.stream().map(Given::id).toArray();
    }

    /** The same number of answers as there are ids: what was asked, or nothing. */
    @Nullable
    Long[] answers(@Nullable Long @Nullable [] positions) {
        return positions == null || positions.length != ids.size() ? new Long[ids.size()] : positions;
    }

    /**
     * Which events are not to be stored.
     *
     * @param known of each id its position, if it is stored
     */
    BitSet repeats(@Nullable Long[] known) {
        BitSet repeats = new BitSet();
        for (int i = 0; i < idOf.length; i++) {
            int id = idOf[i];
            if (id >= 0 && (known[id] != null || firstEvent.get(id) != i)) {
                repeats.set(i);
            }
        }
        return repeats;
    }

    /**
     * Where the events are, if those that are no repeats are stored from a position on.
     *
     * @param events how many
     */
    Placement place(int events, long first, @Nullable Long[] known, BitSet repeats) {
        if (repeats.isEmpty()) {
            return Placement.consecutive(first, events);
        }
        long[] positions = new long[events];
        long next = first;
        for (int i = 0; i < events; i++) {
            if (repeats.get(i)) {
                Long before = known[idOf[i]];
                positions[i] = before != null ? before : positions[firstEvent.get(idOf[i])];
            } else {
                positions[i] = next++;
            }
        }
        return Placement.of(next == first ? 0 : first, positions, repeats);
    }

    /** Of each id its position if it was stored now, {@code null} if it was there before. */
    @Nullable
    Long[] stored(Placement placement, @Nullable Long[] known) {
        @Nullable
        Long[] stored = new Long[ids.size()];
        for (int id = 0; id < stored.length; id++) {
            stored[id] = known[id] == null ? placement.position(firstEvent.get(id)) : null;
        }
        return stored;
    }
}
