package io.quarkiverse.journal.runtime.subscribe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.TopicFloors;
import io.quarkiverse.journal.runtime.store.Trimmed;

/**
 * What one reader knows to be removed. Such events are not given, even where they can still be read: a gap has said that they
 * are missing, or the reader began at the first one that is kept.
 * <p>
 * Used by one thread at a time.
 */
public final class RemovedEvents {

    private final Map<String, Long> floors = new HashMap<>();
    private long highest;
    private long trims;

    RemovedEvents copy() {
        RemovedEvents copy = new RemovedEvents();
        copy.floors.putAll(floors);
        copy.highest = highest;
        copy.trims = trims;
        return copy;
    }

    /** How often floors had been raised when it learnt last. */
    long trims() {
        return trims;
    }

    /** How often floors were raised is counted from the beginning. */
    void forgetTrims() {
        trims = 0;
    }

    /**
     * @return those of the topics that lost more than was known
     */
    List<Trimmed> learn(TopicFloors.Raised raised) {
        trims = raised.trims();
        return learn(raised.topics());
    }

    List<Trimmed> learn(List<Trimmed> topics) {
        List<Trimmed> news = new ArrayList<>();
        for (Trimmed topic : topics) {
            if (topic.floor() > floors.getOrDefault(topic.topic(), 0L)) {
                floors.put(topic.topic(), topic.floor());
                highest = Math.max(highest, topic.floor());
                news.add(topic);
            }
        }
        return news;
    }

    boolean contains(StoredEvent event) {
        return event.position() <= highest && event.position() <= floors.getOrDefault(event.data().topic(), 0L);
    }

    List<StoredEvent> without(List<StoredEvent> events) {
        return floors.isEmpty() ? events : events.stream().filter(event -> !contains(event)).toList();
    }

    /** Nothing up to here is looked at again. */
    void passed(long place) {
        if (place >= highest && highest > 0) {
            floors.clear();
            highest = 0;
        }
    }
}
