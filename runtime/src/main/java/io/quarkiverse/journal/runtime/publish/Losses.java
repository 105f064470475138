package io.quarkiverse.journal.runtime.publish;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many accepted events were lost, by when they were accepted, so that each flush can count those that it covers. Losses
 * that no flush can tell apart are added up, so that this stays small however long an outage is. If flush after flush is told
 * of a loss of its own, the oldest are added up all the same: who has not flushed since may be told of some of them again, and
 * hears of all.
 * <p>
 * Not thread-safe: guarded by the queue's lock.
 */
final class Losses {

    /** How many losses are told apart. */
    static final int MOST = 1024;

    private final TreeMap<Long, Long> lostAt = new TreeMap<>();
    private final TreeMap<Long, Integer> flushes = new TreeMap<>();
    private long told;

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
        if (lostAt.size() > MOST) {
            addUpOldest();
        }
    }

    /**
     * Whether a flush, under way or done, covers the first ticket and not the second. What is lost from now on was accepted
     * after every flush that is done: everything before was settled by then.
     */
    private boolean divided(long first, long second) {
        return first <= told && told < second || dividedByFlushUnderWay(first, second);
    }

    private boolean dividedByFlushUnderWay(long first, long second) {
        Long flush = flushes.ceilingKey(first);
        return first != second && flush != null && flush < second;
    }

    private void addUpOldest() {
        Map.Entry<Long, Long> first = lostAt.firstEntry();
        Map.Entry<Long, Long> second = lostAt.higherEntry(first.getKey());
        while (second != null && dividedByFlushUnderWay(first.getKey(), second.getKey())) {
            first = second;
            second = lostAt.higherEntry(first.getKey());
        }
        if (second != null) {
            lostAt.remove(first.getKey());
            lostAt.merge(second.getKey(), first.getValue(), Long::sum);
        }
    }

    /** A flush begins that covers everything accepted up to a ticket. */
    void begin(long through) {
        flushes.merge(through, 1, Integer::sum);
    }

    /** How many losses there are behind one ticket and up to another, up to which everything is settled. */
    long between(long after, long through) {
        return lostAt.subMap(after, false, through, true).values().stream().mapToLong(Long::longValue).sum();
    }

    /** A flush ends. If it was complete, whoever called it knows what was lost up to the ticket. */
    void end(long through, boolean complete) {
        flushes.computeIfPresent(through, (ticket, count) -> count == 1 ? null : count - 1);
        if (complete) {
            told = Math.max(told, through);
        }
    }

    /** The ticket up to which somebody knows what was lost. */
    long told() {
        return told;
    }

    int size() {
        return lostAt.size();
    }
}
