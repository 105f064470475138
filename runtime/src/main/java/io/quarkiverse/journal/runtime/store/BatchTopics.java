package io.quarkiverse.journal.runtime.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.quarkiverse.journal.runtime.event.EventData;

/** The topics of a batch's events. */
final class BatchTopics {

    private BatchTopics() {
    }

    /** Their numbers, each once. */
    static Collection<Integer> of(List<EventData> events, ToIntFunction<String> topicIds) {
        Set<Integer> topics = new HashSet<>();
        String last = "";
        for (EventData event : events) {
            if (!event.topic().equals(last)) {
                last = event.topic();
                topics.add(topicIds.applyAsInt(last));
            }
        }
        return topics;
    }
}
