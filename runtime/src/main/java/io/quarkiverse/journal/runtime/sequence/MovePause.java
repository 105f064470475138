package io.quarkiverse.journal.runtime.sequence;

import java.time.Duration;

/**
 * The pause between two moves of committed transactions, when nothing else is to be written. A move has costs of its own,
 * which the events of more transactions can share: so the writer does not spend most of its time on them, and the busier
 * publishers are, the more events wait for each other. The first transaction after a pause is moved at once.
 * <p>
 * Used by the writer's thread.
 */
final class MovePause {

    /** A move is followed by a pause of so many times what it took. */
    private static final int TIMES = 2;
    /** A move that the server has held up says little of what the next one will cost. */
    private static final long LONGEST_FOR_TIME = Duration.ofMillis(3).toNanos();
    /** At some 4 000 events in a second the pauses begin to grow by this. */
    private static final long FOR_EVENT = Duration.ofNanos(200_000).toNanos();
    private static final long LONGEST_FOR_EVENTS = Duration.ofMillis(12).toNanos();

    private long end;

    /**
     * @param now a time, as all here by {@link System#nanoTime()}
     */
    MovePause(long now) {
        this.end = now;
    }

    /** From when on there may be another move. */
    long end() {
        return end;
    }

    boolean isOver(long now) {
        return now - end >= 0;
    }

    /** There was a move of so many events. */
    void moved(long began, long ended, long events) {
        long forTime = Math.min(TIMES * (ended - began), LONGEST_FOR_TIME);
        long forEvents = Math.min(events, LONGEST_FOR_EVENTS / FOR_EVENT) * FOR_EVENT;
        end = ended + Math.max(forTime, forEvents);
    }
}
