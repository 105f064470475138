package io.quarkiverse.journal.runtime.event;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;

/**
 * An event at its position. What readers need of it is made once, on first use, and shared by all readers of the node.
 * <p>
 * Thread-safe: the lazily made forms are immutable, and making one twice gives equal ones.
 */
public final class StoredEvent {

    private final EventData data;
    private final long position;
    private final String epoch;
    private @Nullable Cursor cursor;
    /** Volatile, unlike the other two: an array has no final fields that would make its content safe to see. */
    private volatile byte @Nullable [] json;
    private @Nullable Event event;

    public StoredEvent(EventData data, long position, String epoch) {
        this.data = data;
        this.position = position;
        this.epoch = epoch;
    }

    public EventData data() {
        return data;
    }

    public long position() {
        return position;
    }

    public Cursor cursor() {
        Cursor made = cursor;
        if (made == null) {
            made = Cursor.after(epoch, position, data.id());
            cursor = made;
        }
        return made;
    }

    /**
     * The event as one line of JSON in UTF-8, without a line break. Not to be written to.
     */
    public byte[] json() {
        byte[] made = json;
        if (made == null) {
            made = EventJson.encode(this);
            json = made;
        }
        return made;
    }

    /**
     * The event as applications see it.
     */
    public Event event() {
        Event made = event;
        if (made == null) {
            made = EventJson.toEvent(this);
            event = made;
        }
        return made;
    }

    /**
     * About how much memory this event holds, its JSON included.
     */
    public int weight() {
        return 2 * data.weight();
    }
}
