package io.quarkiverse.journal.runtime.tail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parked readers by the topic that wakes them, so that an event costs only those whom it concerns.
 * <p>
 * Not thread-safe: guarded by the tail's lock.
 */
final class ParkedReaders {

    private final Map<String, Set<Parked>> byTopic = new HashMap<>();
    private final Set<Parked> byAny = new LinkedHashSet<>();

    void add(Parked reader) {
        if (wantsNamedTopicsOnly(reader)) {
            for (String topic : reader.filter().topics()) {
                byTopic.computeIfAbsent(topic, name -> new LinkedHashSet<>()).add(reader);
            }
        } else {
            byAny.add(reader);
        }
    }

    void remove(Parked reader) {
        if (wantsNamedTopicsOnly(reader)) {
            for (String topic : reader.filter().topics()) {
                byTopic.computeIfPresent(topic, (name, readers) -> {
                    readers.remove(reader);
                    return readers.isEmpty() ? null : readers;
                });
            }
        } else {
            byAny.remove(reader);
        }
    }

    boolean contains(Parked reader) {
        if (!wantsNamedTopicsOnly(reader)) {
            return byAny.contains(reader);
        }
        // Whoever is parked is so for all of its topics.
        String any = reader.filter().topics().iterator().next();
        return byTopic.getOrDefault(any, Set.of()).contains(reader);
    }

    private static boolean wantsNamedTopicsOnly(Parked reader) {
        return !reader.filter().allTopics() && reader.filter().prefixes().isEmpty();
    }

    /** Removes and gives those whom events of these topics concern. */
    List<Parked> take(Collection<String> topics) {
        Set<Parked> taken = new LinkedHashSet<>(byAny);
        byAny.clear();
        for (String topic : topics) {
            Set<Parked> readers = byTopic.remove(topic);
            if (readers != null) {
                taken.addAll(readers);
            }
        }
        for (Parked reader : taken) {
            if (wantsNamedTopicsOnly(reader) && reader.filter().topics().size() > 1) {
                remove(reader);
            }
        }
        return new ArrayList<>(taken);
    }

    /** Removes and gives all. */
    List<Parked> takeAll() {
        Set<Parked> taken = new LinkedHashSet<>(byAny);
        byTopic.values().forEach(taken::addAll);
        byAny.clear();
        byTopic.clear();
        return List.copyOf(taken);
    }

    boolean isEmpty() {
        return byAny.isEmpty() && byTopic.isEmpty();
    }
}
