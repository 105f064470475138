package io.quarkiverse.journal.runtime.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;

/**
 * Which events a reader wants. The same decision in memory as in SQL.
 *
 * @param topics exact names; with {@code prefixes} empty too, all topics
 * @param prefixes beginnings of names
 * @param kinds the kinds, or empty for all
 * @param keys the keys, or empty for all
 * @param correlationIds the correlation ids, or empty for all
 * @param runs the runs, or empty for all
 * @param steps the steps, or empty for all
 * @param afterMicros only events whose time is strictly later, or {@code null}
 */
public record EventFilter(Set<String> topics, List<String> prefixes, Set<String> kinds, Set<String> keys,
        Set<String> correlationIds, Set<String> runs, Set<String> steps, @Nullable Long afterMicros) {

    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z").minusMillis(1);
    private static final Instant LATEST = Instant.parse("+294000-01-01T00:00:00Z");

    public static EventFilter of(Subscription subscription) {
        Set<String> topics = new LinkedHashSet<>();
        List<String> prefixes = new ArrayList<>();
        boolean all = subscription.topics().isEmpty();
        for (String topic : subscription.topics()) {
            if (topic.equals("*")) {
                all = true;
            } else if (topic.endsWith("*")) {
                prefixes.add(topic.substring(0, topic.length() - 1));
            } else {
                topics.add(topic);
            }
        }
        Long afterMicros = subscription.start() instanceof Start.AfterTime after ? storableMicros(after.time()) : null;
        return new EventFilter(all ? Set.of() : Set.copyOf(topics), all ? List.of() : List.copyOf(prefixes),
                subscription.kinds(), subscription.keys(), subscription.correlationIds(), subscription.runs(),
                subscription.steps(), afterMicros);
    }

    /** An instant that PostgreSQL can compare with; no event is beyond either end, so the decision stays the same. */
    private static long storableMicros(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EventJson.toMicros(EARLIEST);
        }
        return EventJson.toMicros(time.isAfter(LATEST) ? LATEST : time);
    }

    /** Whether events of every topic are wanted. */
    public boolean allTopics() {
        return topics.isEmpty() && prefixes.isEmpty();
    }

    /** The one topic wanted, or {@code null} when it is not just one. */
    public @Nullable String singleTopic() {
        return topics.size() == 1 && prefixes.isEmpty() ? topics.iterator().next() : null;
    }

    /** Whether all events of the wanted topics are wanted. */
    public boolean wholeTopics() {
        return kinds.isEmpty() && keys.isEmpty() && correlationIds.isEmpty() && runs.isEmpty() && steps.isEmpty()
                && afterMicros == null;
    }

    public boolean matchesTopic(String topic) {
        if (allTopics() || topics.contains(topic)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (topic.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an event is wanted. The end of a topic is, whatever else is asked for. */
    public boolean matches(EventData event) {
        return matchesTopic(event.topic()) && (event.isEnd() || passes(event));
    }

    private boolean passes(EventData event) {
        return passes(kinds, event.kind())
                && passes(keys, event.key())
                && passes(correlationIds, event.correlationId())
                && passes(runs, event.run())
                && passes(steps, event.step())
                && (afterMicros == null || event.timeMicros() > afterMicros);
    }

    private static boolean passes(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }
}
