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
 * @param head the head of the journal when the page was read, or a while before
 * @param cursor names "strictly after {@code through}", if that is known
 * @param raised which topics had lost events after where the page began; those events are not in the page
 * @param density how close together the events lay, where that tells of the next page
 */
public record Page(List<StoredEvent> events, long through, long head, @Nullable Cursor cursor,
        TopicFloors.Raised raised, @Nullable Density density) {

    /** A page that tells nothing of the next one. */
    public Page(List<StoredEvent> events, long through, long head, @Nullable Cursor cursor, TopicFloors.Raised raised) {
        this(events, through, head, cursor, raised, null);
    }

    /** All that is told beside the events. */
    public Page withoutEvents() {
        return new Page(List.of(), through, head, cursor, raised, density);
    }
}
