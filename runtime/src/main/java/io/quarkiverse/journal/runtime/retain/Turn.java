package io.quarkiverse.journal.runtime.retain;

import java.time.Duration;

/** A bounded piece of work. Afterwards other nodes, and those who delete topics, have their turn. */
final class Turn {

    /** So many positions are looked at by one statement. */
    static final long POSITIONS = 50_000;

    private static final Duration LENGTH = Duration.ofSeconds(3);

    private final long begun = System.nanoTime();
    private boolean cutShort;

    /** Whether the work should stop where it is; it is gone on with in the next turn. */
    boolean isOver() {
        cutShort |= System.nanoTime() - begun > LENGTH.toNanos();
        return cutShort;
    }

    boolean wasCutShort() {
        return cutShort;
    }
}
