package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.tail.Tail;

/**
 * The last place that a frame has named to the reader, and what names the present one. A cursor checks the event at its place,
 * which may be one that the reader does not want: the tail has it, or the page that ends there told.
 * <p>
 * Belongs to the thread that polls.
 */
final class NamedPlace {

    private long named;
    private @Nullable Cursor known;

    /**
     * Begins, or begins anew in another history.
     *
     * @param place the place that the reader can name by itself; 0 for none
     * @param head a place of which the name is known
     */
    void begin(long place, Cursor head) {
        named = place;
        known = head;
    }

    /** A frame names a place. */
    void name(long position) {
        named = Math.max(named, position);
    }

    /** A name that the reading may come to need; {@code null} when the one that it has may be of another history. */
    void learn(@Nullable Cursor cursor) {
        known = cursor;
    }

    /** The name of a place beyond the last one that was named; {@code null} when it is not beyond, or has no name. */
    @Nullable
    Cursor beyond(long place, Tail tail) {
        if (place <= named) {
            return null;
        }
        Cursor last = known;
        if (last != null && last.position() == place) {
            return last;
        }
        StoredEvent event = tail.get(place);
        return event == null ? null : event.cursor();
    }
}
