package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkiverse.journal.TopicClosedException;

/**
 * The topics of which this node knows that they take no more events: a hint, so that a publisher is refused at the call. What
 * is published to a closed topic all the same is refused when it is to be stored.
 * <p>
 * Thread-safe.
 */
public final class ClosedTopics {

    private static final int REMEMBERED = 10_000;

    /** A topic that was deleted is open again, and another node may have done that. */
    private static final Duration VALID = Duration.ofSeconds(5);

    private final Cache<String, Long> ends = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(VALID).build();
    private final ConcurrentMap<String, Boolean> closing = new ConcurrentHashMap<>();

    /** This node is closing a topic. */
    public void begin(String topic) {
        closing.put(topic, true);
    }

    /** This node is not closing a topic any more, or it is closed. */
    public void abandon(String topic) {
        closing.remove(topic);
    }

    /** A topic has ended. */
    public void ended(String topic, long end) {
        ends.put(topic, end);
        closing.remove(topic);
    }

    /** What is remembered does not hold any more: the database was restored from a backup. */
    public void forget() {
        ends.invalidateAll();
    }

    /** Where a topic ended, or {@code null} when this node does not know that it has. */
    public @Nullable Long end(String topic) {
        return ends.getIfPresent(topic);
    }

    /** This node has deleted a topic, which is open again. */
    public void reopened(String topic) {
        ends.invalidate(topic);
    }

    /** Why a topic takes no events, or {@code null} when it takes some as far as this node knows. */
    public @Nullable TopicClosedException refusal(String topic) {
        Long end = ends.getIfPresent(topic);
        return end != null || closing.containsKey(topic) ? new TopicClosedException(topic, end) : null;
    }
}
