package io.quarkiverse.journal.runtime.store;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * What a batch did.
 *
 * @param moved the events of committed transactions that it moved, in order, before its own
 * @param movedRepeats how many events of committed transactions it dropped, since their ids were given before
 * @param own where its own events are; {@code null} when they have to wait, or its guard is against them
 * @param more whether committed transactions are left that must come first: the batch's own events were not stored then
 * @param ruling why its guard did not let its own events be stored
 * @param closed which of its topics take no more events, if any: its own events were not stored then
 * @param lockWait how long it waited for the journal's lock
 */
public record Written(List<StoredEvent> moved, int movedRepeats, @Nullable Placement own, boolean more,
        @Nullable Ruling ruling, List<TopicClosedException> closed, Duration lockWait) {

    /** The highest position that it gave out; 0 when it gave out none. */
    public long head() {
        if (own != null && own.last() > 0) {
            return own.last();
        }
        return moved.isEmpty() ? 0 : moved.get(moved.size() - 1).position();
    }

    /** The position of the first of its own events that it stored; 0 when it stored none. */
    public long first() {
        return own == null ? 0 : own.first();
    }
}
