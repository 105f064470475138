package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.buffer.Buffer;

/**
 * Tells a client how far it has come when no event does: at most once a second, and not within a second of another frame that
 * has told.
 * <p>
 * Belongs to the context of the connection.
 */
final class CursorFrames {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Reading reading;
    private final FrameWriter frames;
    private final LongSupplier nanoTime;
    private long last;

    /**
     * @param nanoTime the clock, in nanoseconds from any moment
     */
    CursorFrames(Reading reading, FrameWriter frames, LongSupplier nanoTime) {
        this.reading = reading;
        this.frames = frames;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Another frame has told. */
    void told() {
        last = nanoTime.getAsLong();
    }

    /**
     * Appends a frame if there is something to tell, and it is time.
     *
     * @return whether it did
     */
    boolean append(Buffer out) {
        return append(() -> out);
    }

    /** Does the same where there is something to append to only if it is needed. */
    boolean append(Supplier<Buffer> out) {
        long now = nanoTime.getAsLong();
        Cursor place = now - last < PAUSE ? null : reading.namePlace();
        if (place == null) {
            return false;
        }
        frames.cursor(out.get(), place);
        last = now;
        return true;
    }
}
