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
 * @param first the position of its own first event; 0 when it had none, or they have to wait
 * @param more whether committed transactions are left that must come first: the batch's own events were not stored then
 * @param ruling why its guard did not let its own events be stored
 * @param closed which of its topics take no more events, if any: its own events were not stored then
 * @param lockWait how long it waited for the journal's lock
 */
public record Written(List<StoredEvent> moved, long first, boolean more, @Nullable Ruling ruling,
        List<TopicClosedException> closed,
        Duration lockWait) {

    /** The highest position that it gave out; 0 when it gave out none. */
    public long head(int ownEvents) {
        if (first > 0) {
            return first + ownEvents - 1;
        }
        return moved.isEmpty() ? 0 : moved.get(moved.size() - 1).position();
    }
}
