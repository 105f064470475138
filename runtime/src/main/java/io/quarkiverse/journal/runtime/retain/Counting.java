package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicCounts;

/**
 * Keeps short what is left to count of each topic. One event in {@value #STRIDE} is picked by chance, and its topic counted:
 * so a topic is looked at as often as it grows, and each entry is counted once. On average {@value #STRIDE} entries of a topic
 * are left to count, and what came since the last turn.
 * <p>
 * Used by one thread, while it holds the lock of retention.
 */
final class Counting {

    private static final int STRIDE = 256;
    /** So many positions are picked from at a time. */
    private static final long STEP = 250_000;

    private final TopicCounts counts;
    private long counted;

    Counting(Tables tables) {
        this.counts = new TopicCounts(tables);
    }

    /** Picks from what came since the last turn, on whichever node that was. */
    void count(Connection connection, long head, Turn turn) throws SQLException {
        // A restored backup has a lower head.
        counted = Math.max(counted > head ? 0 : counted, counts.through(connection));
        while (counted < head && !turn.isOver()) {
            long through = Math.min(head, counted + STEP);
            counts.count(connection, pick(counted, through), through);
            counted = through;
        }
    }

    /** By chance, not every so many: topics may take turns in the same rhythm. */
    private static List<Long> pick(long after, long through) {
        List<Long> picked = new ArrayList<>();
        for (long from = after; from < through; from += STRIDE) {
            long position = from + 1 + ThreadLocalRandom.current().nextInt(STRIDE);
            if (position <= through) {
                picked.add(position);
            }
        }
        return picked;
    }
}
