package io.quarkiverse.journal.runtime.http;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/**
 * What was written to one reader lately, for the others who want the very same events in the same form: ten thousand readers
 * of one topic are sent the same bytes, and hold them once. Bounded: a few chunks of a limited size.
 * <p>
 * Thread-safe. Its buffers are never written to.
 */
final class SharedChunks {

    private static final int SLOTS = 64;
    /** Larger ones are rare, and are not kept. */
    private static final int LARGEST = 64 * 1024;

    private record Chunk(FrameWriter frames, StoredEvent[] events, Buffer bytes) {

        boolean isOf(FrameWriter form, StoredEvent[] wanted, int count) {
            if (events.length != count || !frames.equals(form)) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                // Those of the tail are the same objects for all.
                if (events[i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final AtomicReferenceArray<@Nullable Chunk> slots = new AtomicReferenceArray<>(SLOTS);

    /** The bytes of some events, if they were kept. */
    @Nullable
    Buffer find(FrameWriter frames, StoredEvent[] events, int count) {
        Chunk kept = slots.get(slot(events, count));
        return kept != null && kept.isOf(frames, events, count) ? kept.bytes : null;
    }

    void keep(FrameWriter frames, StoredEvent[] events, int count, Buffer bytes) {
        if (bytes.length() <= LARGEST) {
            slots.set(slot(events, count), new Chunk(frames, Arrays.copyOf(events, count), bytes));
        }
    }

    private static int slot(StoredEvent[] events, int count) {
        return (Long.hashCode(events[0].position()) * 31 + count) & SLOTS - 1;
    }
}
