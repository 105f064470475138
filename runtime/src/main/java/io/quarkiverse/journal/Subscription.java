package io.quarkiverse.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What to read, from where, and which of it. Immutable; each method returns a changed copy.
 *
 * <pre>
 * journal.subscribe(Subscription.to("orders").since(Start.after(cursor)).kinds("placed", "paid"));
 * </pre>
 * <p>
 * Filters: one of the values inside each, all filters together. An empty filter lets everything pass.
 *
 * @param topics names of topics, or beginnings of names with a final {@code *}; empty for all topics
 * @param start where to start
 * @param kinds the kinds to deliver
 * @param keys the keys to deliver
 * @param correlationIds the correlation ids to deliver
 * @param runs the runs to deliver
 * @param steps the steps to deliver
 * @param sentinel whether the frame {@link CaughtUp} is delivered
 * @param live whether the subscription goes on after the sentinel
 */
public record Subscription(List<String> topics, Start start, Set<String> kinds, Set<String> keys, Set<String> correlationIds,
        Set<String> runs, Set<String> steps, boolean sentinel, boolean live) {

    /**
     * Copies the collections and checks the topics' names.
     *
     * @param topics names of topics, or beginnings of names with a final {@code *}; empty for all topics
     * @param start where to start
     * @param kinds the kinds to deliver
     * @param keys the keys to deliver
     * @param correlationIds the correlation ids to deliver
     * @param runs the runs to deliver
     * @param steps the steps to deliver
     * @param sentinel whether the frame {@link CaughtUp} is delivered
     * @param live whether the subscription goes on after the sentinel
     * @throws InvalidTopicException when a name is bad
     */
    public Subscription {
        topics = List.copyOf(topics);
        topics.forEach(Subscription::requireTopicOrPattern);
        Objects.requireNonNull(start, "start");
        kinds = Set.copyOf(kinds);
        keys = Set.copyOf(keys);
        correlationIds = Set.copyOf(correlationIds);
        runs = Set.copyOf(runs);
        steps = Set.copyOf(steps);
    }

    private static void requireTopicOrPattern(String topic) {
        String name = topic.endsWith("*") ? topic.substring(0, topic.length() - 1) : topic;
        if (topic.equals("*")) {
            return;
        }
        TopicNames.require(name);
    }

    /**
     * Everything of these topics: from the earliest event, with the sentinel, live.
     *
     * @param topic the name of a topic, or the beginning of names with a final {@code *}
     * @param more further topics
     * @return the subscription
     * @throws InvalidTopicException when a name is bad
     */
    public static Subscription to(String topic, String... more) {
        List<String> topics = new ArrayList<>();
        topics.add(topic);
        topics.addAll(List.of(more));
        return new Subscription(topics, Start.earliest(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), true, true);
    }

    /**
     * Everything of all topics: from the earliest event, with the sentinel, live.
     *
     * @return the subscription
     */
    public static Subscription toAll() {
        return new Subscription(List.of(), Start.earliest(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), true, true);
    }

    /**
     * Starts elsewhere.
     *
     * @param start where to start
     * @return the changed copy
     */
    public Subscription since(Start start) {
        return new Subscription(topics, start, kinds, keys, correlationIds, runs, steps, sentinel, live);
    }

    /**
     * Delivers only these kinds.
     *
     * @param kinds the kinds
     * @return the changed copy
     */
    public Subscription kinds(String... kinds) {
        return new Subscription(topics, start, Set.of(kinds), keys, correlationIds, runs, steps, sentinel, live);
    }

    /**
     * Delivers only events with these keys.
     *
     * @param keys the keys
     * @return the changed copy
     */
    public Subscription keys(String... keys) {
        return new Subscription(topics, start, kinds, Set.of(keys), correlationIds, runs, steps, sentinel, live);
    }

    /**
     * Delivers only events with these correlation ids.
     *
     * @param correlationIds the correlation ids
     * @return the changed copy
     */
    public Subscription correlationIds(String... correlationIds) {
        return new Subscription(topics, start, kinds, keys, Set.of(correlationIds), runs, steps, sentinel, live);
    }

    /**
     * Leaves the sentinel out.
     *
     * @return the changed copy
     */
    public Subscription withoutSentinel() {
        return new Subscription(topics, start, kinds, keys, correlationIds, runs, steps, false, live);
    }

    /**
     * Completes after the sentinel instead of going live.
     *
     * @return the changed copy
     */
    public Subscription untilCaughtUp() {
        return new Subscription(topics, start, kinds, keys, correlationIds, runs, steps, sentinel, false);
    }
}
