package io.quarkiverse.journal.benchmarks.history;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.store.HistoryRange;

/**
 * What a history is asked: by HTTP, and of the store below it.
 *
 * @param name what it is, for the report
 * @param topics names, and prefixes that end with {@code *}; none for the whole journal
 * @param since strictly after this position
 * @param before strictly before this position, or 0 for the end
 * @param rare whether it has to be answered within the time that is promised for what is rare
 * @param indexed whether an index leads to what it asks for; otherwise it is answered by looking through a topic
 */
record Question(String name, List<String> topics, Set<String> kinds, Set<String> keys, Set<String> correlationIds,
        Set<String> runs, @Nullable Instant from, @Nullable Instant to, long since, long before, boolean descending,
        boolean rare, boolean indexed) {

    static final int LIMIT = 100;

    static Question of(String name, String... topics) {
        return new Question(name, List.of(topics), Set.of(), Set.of(), Set.of(), Set.of(), null, null, 0, 0, false, false,
                true);
    }

    Question kinds(String... wanted) {
        return new Question(name, topics, Set.of(wanted), keys, correlationIds, runs, from, to, since, before, descending, rare,
                indexed);
    }

    Question keys(String... wanted) {
        return new Question(name, topics, kinds, Set.of(wanted), correlationIds, runs, from, to, since, before, descending,
                rare, indexed);
    }

    Question correlationIds(String... wanted) {
        return new Question(name, topics, kinds, keys, Set.of(wanted), runs, from, to, since, before, descending, rare,
                indexed);
    }

    Question runs(String... wanted) {
        return new Question(name, topics, kinds, keys, correlationIds, Set.of(wanted), from, to, since, before, descending,
                rare,
                false);
    }

    Question between(@Nullable Instant first, @Nullable Instant end) {
        return new Question(name, topics, kinds, keys, correlationIds, runs, first, end, since, before, descending, rare,
                indexed);
    }

    Question since(long position) {
        return new Question(name, topics, kinds, keys, correlationIds, runs, from, to, position, before, descending, rare,
                indexed);
    }

    Question before(long position) {
        return new Question(name, topics, kinds, keys, correlationIds, runs, from, to, since, position, descending, rare,
                indexed);
    }

    Question backwards() {
        return new Question(name, topics, kinds, keys, correlationIds, runs, from, to, since, before, true, rare, indexed);
    }

    Question forRare() {
        return new Question(name, topics, kinds, keys, correlationIds, runs, from, to, since, before, descending, true,
                indexed);
    }

    /** What it asks the store. */
    HistoryRange range() {
        Set<String> names = topics.stream().filter(topic -> !topic.endsWith("*")).collect(Collectors.toSet());
        List<String> prefixes = topics.stream().filter(topic -> topic.endsWith("*"))
                .map(topic -> topic.substring(0, topic.length() - 1)).toList();
        return new HistoryRange(new EventFilter(names, prefixes, kinds, keys, correlationIds, runs, Set.of(), null),
                from == null ? null : EventJson.toMicros(from), to == null ? null : EventJson.toMicros(to), descending);
    }

    /** What it asks by HTTP, below the journal's path. */
    String path() {
        boolean ofOne = topics.size() == 1 && !topics.get(0).endsWith("*");
        List<String> parameters = new ArrayList<>();
        if (!ofOne) {
            topics.forEach(topic -> parameters.add("topic=" + encoded(topic)));
        }
        kinds.forEach(kind -> parameters.add("kind=" + encoded(kind)));
        keys.forEach(key -> parameters.add("key=" + encoded(key)));
        correlationIds.forEach(id -> parameters.add("correlationId=" + encoded(id)));
        runs.forEach(run -> parameters.add("run=" + encoded(run)));
        if (from != null) {
            parameters.add("from=" + from);
        }
        if (to != null) {
            parameters.add("to=" + to);
        }
        if (since > 0) {
            parameters.add("since=" + since);
        }
        if (before > 0) {
            parameters.add("before=" + before);
        }
        if (descending) {
            parameters.add("order=desc");
        }
        parameters.add("limit=" + LIMIT);
        return (ofOne ? "topics/" + topics.get(0) + "/events?" : "events?") + String.join("&", parameters);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
