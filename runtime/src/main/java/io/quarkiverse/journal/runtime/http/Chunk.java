package io.quarkiverse.journal.runtime.http;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/**
 * Frames on their way into one write. Events are gathered first, and become bytes at the end: or the bytes that another reader
 * got for the same ones.
 * <p>
 * Belongs to the context of one connection.
 */
final class Chunk {

    private static final StoredEvent[] NONE = {};
    private static final int SMALL = 128;

    private final FrameWriter frames;
    private final SharedChunks shared;
    private @Nullable Buffer bytes;
    private StoredEvent[] events = NONE;
    private int count;
    /** How long the frames of the gathered events are, in their longest form. */
    private int gathered;
    /** Whether somebody else has been sent all of them, so that others will be. */
    private boolean seen = true;

    Chunk(FrameWriter frames, SharedChunks shared) {
        this.frames = frames;
        this.shared = shared;
    }

    void event(StoredEvent event) {
        if (count == events.length) {
            events = Arrays.copyOf(events, Math.max(4, 2 * count));
        }
        seen &= event.isFramed();
        events[count++] = event;
        gathered += event.frame().bytes().length;
    }

    /** Where other frames are appended, behind what there is. */
    Buffer behind() {
        Buffer out = bytes;
        if (out == null) {
            out = Buffer.buffer(SMALL + gathered);
            bytes = out;
        }
        for (int i = 0; i < count; i++) {
            frames.event(out, events[i]);
        }
        clear();
        return out;
    }

    /** How long it is, or a little longer. */
    int length() {
        return gathered + (bytes == null ? 0 : bytes.length());
    }

    /** Everything, after which this is empty. Not to be written to. */
    Buffer take() {
        Buffer taken = bytes == null && count > 0 ? takeEvents() : behind();
        clear();
        events = NONE;
        bytes = null;
        return taken;
    }

    private Buffer takeEvents() {
        Buffer known = seen ? shared.find(frames, events, count) : null;
        if (known != null) {
            return known;
        }
        Buffer made = Buffer.buffer(gathered);
        for (int i = 0; i < count; i++) {
            frames.event(made, events[i]);
        }
        if (seen) {
            shared.keep(frames, events, count, made);
        }
        return made;
    }

    private void clear() {
        Arrays.fill(events, 0, count, null);
        count = 0;
        gathered = 0;
        seen = true;
    }
}
