package io.quarkiverse.journal.runtime.publish;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many accepted events were lost, by when they were accepted, so that each flush can count those that it covers. Losses
 * that
 * no flush can tell apart are added up, so that this stays small however long an outage is.
 * <p>
 * Not thread-safe: guarded by the queue's lock.
 */
final class Losses {

    private final TreeMap<Long, Long> lostAt = new TreeMap<>();
    private final TreeMap<Long, Integer> flushes = new TreeMap<>();
    /** What the flushes under way do not cover; what is before all of that is forgotten. */
    private final TreeMap<Long, Integer> uncovered = new TreeMap<>();
    private long reported;

    /** An event accepted with this ticket was lost. */
    void add(long ticket, long count) {
        long at = ticket;
        long sum = count;
        Map.Entry<Long, Long> before = lostAt.floorEntry(ticket);
        if (before != null && !divided(before.getKey(), ticket)) {
            sum += before.getValue();
            lostAt.remove(before.getKey());
        }
        Long after = lostAt.ceilingKey(ticket);
        if (after != null && !divided(ticket, after)) {
            at = after;
        }
        lostAt.merge(at, sum, Long::sum);
    }

    /** Whether a flush, under way or done, covers the first ticket and not the second. */
    private boolean divided(long first, long second) {
        if (first <= reported && reported < second) {
            return true;
        }
        Long flush = flushes.ceilingKey(first);
        return first != second && flush != null && flush < second;
    }

    /**
     * A flush begins that covers everything accepted up to a ticket.
     *
     * @return what it does not cover, since an earlier flush did
     */
    long begin(long through) {
        flushes.merge(through, 1, Integer::sum);
        uncovered.merge(reported, 1, Integer::sum);
        return reported;
    }

    /** How many losses a flush covers. */
    long between(long after, long through) {
        return lostAt.subMap(after, false, through, true).values().stream().mapToLong(Long::longValue).sum();
    }

    /** A flush ends; if it was complete, later ones cover only what follows. */
    void end(long after, long through, boolean complete) {
        flushes.computeIfPresent(through, (ticket, count) -> count == 1 ? null : count - 1);
        uncovered.computeIfPresent(after, (ticket, count) -> count == 1 ? null : count - 1);
        if (complete) {
            reported = Math.max(reported, through);
        }
        // A flush that began before another ended still counts what both cover.
        lostAt.headMap(uncovered.isEmpty() ? reported : uncovered.firstKey(), true).clear();
    }

    int size() {
        return lostAt.size();
    }
}
