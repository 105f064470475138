package io.quarkiverse.journal.runtime.http;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.subscribe.FrameSink;
import io.quarkiverse.journal.runtime.subscribe.Poll;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.buffer.Buffer;

/**
 * The frames of one reading as bytes, in chunks: many frames together when many are ready, one by itself when it is alone.
 * <p>
 * Belongs to the context of the connection.
 */
final class StreamFrames implements FrameSink {

    /** What is written at once when there is much to write. */
    private static final int CHUNK = 32 * 1024;
    private static final int MOST_EVENTS = 256;
    private static final int MOST_POLLS = 16;

    private final Reading reading;
    private final FrameWriter frames;
    private final Chunk chunk;
    private final CursorFrames cursors;
    private int frameSize = 512;
    private int events;

    StreamFrames(Reading reading, FrameWriter frames, SharedChunks shared) {
        this.reading = reading;
        this.frames = frames;
        this.chunk = new Chunk(frames, shared);
        this.cursors = new CursorFrames(reading, frames, System::nanoTime);
    }

    MediaType form() {
        return frames.form();
    }

    /** Fills the chunk with what the reading gives now. */
    Poll fill() {
        Poll poll;
        int polls = 0;
        boolean told = false;
        do {
            int before = chunk.length();
            events = 0;
            poll = reading.poll(Math.max(1, Math.min(MOST_EVENTS, (CHUNK - before) / frameSize)), this);
            if (events > 0) {
                told = true;
                frameSize = roughly((chunk.length() - before) / events);
            }
        } while (poll == Poll.MORE && chunk.length() < CHUNK / 2 && ++polls < MOST_POLLS);
        if (told) {
            cursors.told();
        } else if (poll != Poll.FINISHED) {
            cursors.append(chunk::behind);
        }
        return poll;
    }

    /** The next power of two: readers of the same events cut them into the same chunks, which they share. */
    private static int roughly(int size) {
        return Integer.highestOneBit(Math.max(64, size) - 1) << 1;
    }

    /** How long the chunk is, or a little longer. */
    int length() {
        return chunk.length();
    }

    /** The chunk, after which it is empty. Not to be written to. */
    Buffer take() {
        return chunk.take();
    }

    /** What goes out at once, before any frame. */
    Buffer begin() {
        Buffer first = Buffer.buffer();
        frames.begin(first);
        return first;
    }

    /** Appends the frame that says why nothing follows. */
    void error(StreamError error) {
        frames.error(chunk.behind(), error);
    }

    /** What goes out when there has been nothing to say for a while: how far the reading has come, if that is new. */
    Buffer heartbeat() {
        Buffer beat = Buffer.buffer(8);
        if (!cursors.append(beat)) {
            frames.heartbeat(beat);
        }
        return beat;
    }

    @Override
    public void event(StoredEvent event) {
        chunk.event(event);
        events++;
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        frames.caughtUp(chunk.behind(), caughtUp);
        cursors.told();
    }

    @Override
    public void gap(Gap gap) {
        frames.gap(chunk.behind(), gap);
    }

    @Override
    public void topicClosed(TopicClosed closed) {
        frames.topicClosed(chunk.behind(), closed);
        events++;
    }

    @Override
    public void end(End end) {
        frames.end(chunk.behind(), end);
    }
}
