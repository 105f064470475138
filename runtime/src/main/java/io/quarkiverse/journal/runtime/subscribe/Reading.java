package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;

/**
 * One subscription's way through the journal: replay, the sentinel, live. It is pulled, never pushes, and never blocks.
 * <p>
 * One thread at a time may call {@link #poll}. The signal given at the opening runs on any thread, at least once after each
 * poll that answered {@link Poll#WAITING}, and possibly while that poll is still under way; it must not block, and should hand
 * over to the thread that polls.
 */
public interface Reading extends AutoCloseable {

    /**
     * Gives the next frames.
     *
     * @param max how many events to give at most; other frames do not count
     * @param sink takes the frames, during the call
     * @return whether there may be more
     */
    Poll poll(int max, FrameSink sink);

    /**
     * Whether it is known where the reading begins: whatever is committed from now on and matches will be given. To be asked by
     * the thread that polls.
     */
    boolean hasBegun();

    /**
     * Whether it began at or after the end of its topic: it gives nothing that its reader has not had, and ends. To be asked by
     * the thread that polls, once it has begun.
     */
    default boolean isPastEnd() {
        return false;
    }

    /**
     * Names the place that the reading has come to, if that lies beyond every place that a frame has named so far, and if
     * whoever resumes there misses nothing; it counts as named then. Looks at memory only, and moves the place of a reading
     * that waits for its next event behind what does not concern it. To be asked by the thread that polls, between two polls.
     *
     * @return {@code null} when there is nothing new to name
     */
    default @Nullable Cursor namePlace() {
        return null;
    }

    /** Frees what the reading holds. May be called from any thread, more than once; a poll under way ends by itself. */
    @Override
    void close();
}
