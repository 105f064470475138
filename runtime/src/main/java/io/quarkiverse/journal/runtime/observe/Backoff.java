package io.quarkiverse.journal.runtime.observe;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to pause before the next attempt: twice as long each time up to a limit, and between half and all of that at random,
 * so
 * that nodes which failed together do not come back together.
 *
 * @param attempts how many attempts failed in a row
 * @param longest the limit
 */
public record Backoff(int attempts, Duration longest) {

    private static final long SHORTEST_MILLIS = 20;
    private static final int MOST_DOUBLINGS = 16;

    public static Backoff upTo(Duration longest) {
        return new Backoff(0, longest);
    }

    public Backoff next() {
        return new Backoff(Math.min(attempts + 1, MOST_DOUBLINGS), longest);
    }

    public Backoff reset() {
        return attempts == 0 ? this : upTo(longest);
    }

    public long pauseMillis() {
        long pause = Math.min(SHORTEST_MILLIS << Math.max(0, attempts - 1), Math.max(1, longest.toMillis()));
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }
}
