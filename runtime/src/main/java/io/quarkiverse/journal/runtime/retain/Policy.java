package io.quarkiverse.journal.runtime.retain;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.RetentionLimits;
import io.quarkus.runtime.configuration.MemorySize;

/**
 * What is kept.
 *
 * @param journal of the whole journal
 * @param topics of topics with settings of their own, by name
 */
record Policy(Limits journal, Map<String, TopicPolicy> topics) {

    /**
     * @param maxAge by the time of recording; {@code null} for any
     * @param maxEvents how many; {@code null} for any
     * @param maxBytes how many; {@code null} for any
     */
    record Limits(@Nullable Duration maxAge, @Nullable Long maxEvents, @Nullable Long maxBytes) {

        static Limits of(RetentionLimits config) {
            return new Limits(config.maxAge().orElse(null),
                    config.maxEvents().isPresent() ? (Long) config.maxEvents().getAsLong() : null,
                    config.maxBytes().map(MemorySize::asLongValue).orElse(null));
        }

        boolean isSet() {
            return maxAge != null || maxEvents != null || maxBytes != null;
        }
    }

    /**
     * @param limits each that is set takes the place of the journal's
     * @param compaction whether only the last event of each key is kept
     */
    record TopicPolicy(Limits limits, boolean compaction) {
    }

    static Policy of(JournalConfig config) {
        Map<String, TopicPolicy> topics = new TreeMap<>();
        config.topics().named().forEach((name, topic) -> topics.put(name,
                new TopicPolicy(Limits.of(topic.retention()), topic.compaction())));
        return new Policy(Limits.of(config.retention()), topics);
    }

    /** Whether anything is ever past retention. */
    boolean removes() {
        return journal.isSet() || topics.values().stream().anyMatch(topic -> topic.limits().isSet());
    }
}
