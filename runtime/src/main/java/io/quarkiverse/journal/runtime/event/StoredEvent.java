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

    private static final byte[] NOTHING = {};

    private final EventData data;
    private final long position;
    private final String epoch;
    private @Nullable Cursor cursor;
    private @Nullable EventFrame frame;
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
     * The event as it goes over the wire.
     */
    public EventFrame frame() {
        EventFrame made = frame;
        if (made == null) {
            made = EventFrame.of(this);
            frame = made;
        }
        return made;
    }

    /** Whether somebody has asked for the frame already. */
    public boolean isFramed() {
        return frame != null;
    }

    /**
     * The event as one line of JSON in UTF-8, without a line break: made anew, for those who send it once.
     */
    public byte[] json() {
        return EventJson.encode(this, NOTHING, NOTHING);
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
     * About how much memory this event holds, its frame included.
     */
    public int weight() {
        return 2 * data.weight();
    }
}
