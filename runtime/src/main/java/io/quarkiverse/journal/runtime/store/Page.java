package io.quarkiverse.journal.runtime.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Some events in order, and how far they reach.
 *
 * @param events matching events
 * @param through every matching event between where the page began and this position is in it
 * @param head the head of the journal when the page was read
 * @param cursor names "strictly after {@code through}", if that is known
 * @param raised which topics had lost events after where the page began; those events are not in the page
 */
public record Page(List<StoredEvent> events, long through, long head, @Nullable Cursor cursor,
        TopicFloors.Raised raised) {

    /** All that is told beside the events. */
    public Page withoutEvents() {
        return new Page(List.of(), through, head, cursor, raised);
    }
}
