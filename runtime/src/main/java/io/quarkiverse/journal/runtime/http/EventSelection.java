package io.quarkiverse.journal.runtime.http;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.MalformedStartException;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicNames;

/** What streams and histories have in common: which topics, and which of their events. */
final class EventSelection {

    /** What PostgreSQL's timestamptz holds. */
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+294000-01-01T00:00:00Z");

    private EventSelection() {
    }

    /**
     * Reads the topics and the filters.
     *
     * @param topic the topic of the path, or {@code null} for the whole journal
     * @throws RefusedException when a value is malformed
     */
    static Subscription parse(@Nullable String topic, Query query, Start start, boolean sentinel, boolean live) {
        if (topic != null) {
            requireTopic(topic);
            if (!query.all("topic").isEmpty()) {
                throw new RefusedException(Problem.badRequest(
                        "The query has topic, but the path names the topic already; topic belongs to the whole journal"));
            }
        }
        List<String> topics = topic != null ? List.of(topic) : query.all("topic");
        Set<String> kinds = distinct(query, "kind");
        if (kinds.contains("")) {
            throw new RefusedException(Problem.badRequest("The query has an empty kind; no event has that"));
        }
        try {
            return new Subscription(topics, start, kinds, distinct(query, "key"),
                    distinct(query, "correlationId"), distinct(query, "run"), distinct(query, "step"), sentinel, live);
        } catch (InvalidTopicException e) {
            throw new RefusedException(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private static void requireTopic(String topic) {
        if (!TopicNames.isValid(topic)) {
            throw new RefusedException(Problem.badRequest(
                    String.valueOf(new InvalidTopicException(topic).getMessage())));
        }
    }

    /**
     * Refuses an instant that PostgreSQL cannot compare with.
     */
    static Instant requireStorable(String name, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new RefusedException(Problem.badRequest(name + ": the instant " + time
                    + " is too far away; it must be between " + EARLIEST + " and " + LATEST));
        }
        return time;
    }

    private static Set<String> distinct(Query query, String name) {
        return new HashSet<>(query.all(name));
    }

    /**
     * Reads a start.
     *
     * @return the start, or {@code null} when the text is {@code null} or empty
     * @throws RefusedException when it is malformed
     */
    static @Nullable Start parseStart(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Start start = Start.parse(text);
            if (start instanceof Start.AfterTime after) {
                requireStorable(name, after.time());
            }
            return start;
        } catch (MalformedStartException e) {
            throw new RefusedException(Problem.badRequest(name + ": " + e.getMessage()));
        }
    }
}
