package io.quarkiverse.journal.faults;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.quarkiverse.journal.faults.Attempt.Outcome;

/** Holds what a reader got against what the table has. */
final class ReaderCheck {

    private static final long NONE = -1;

    private final List<Stored> rows;
    private final Violations violations;
    /** Acknowledgements by time, and the highest position that had been acknowledged by then. */
    private final long[] acknowledged;
    private final long[] reached;

    ReaderCheck(List<Attempt> attempts, List<Stored> rows, Violations violations) {
        this.rows = rows;
        this.violations = violations;
        long[] last = new long[attempts.size()];
        for (Stored row : rows) {
            if (row.attempt() >= 0 && row.attempt() < last.length) {
                last[row.attempt()] = row.position();
            }
        }
        List<Attempt> byTime = attempts.stream().filter(attempt -> attempt.answer().outcome() == Outcome.STORED)
                .sorted(Comparator.comparingLong(attempt -> attempt.answer().at())).toList();
        acknowledged = byTime.stream().mapToLong(attempt -> attempt.answer().at()).toArray();
        reached = new long[acknowledged.length];
        long highest = 0;
        for (int i = 0; i < reached.length; i++) {
            highest = Math.max(highest, last[byTime.get(i).number]);
            reached[i] = highest;
        }
    }

    void check(ReaderLog log) {
        Place place = new Place(log);
        for (FrameLog subscription : log.subscriptions()) {
            place.open(subscription);
            subscription.forEach(place);
        }
        place.end();
    }

    /** The highest position that somebody knew of before a moment. */
    private long knownAt(long moment) {
        int found = Arrays.binarySearch(acknowledged, moment);
        int before = found >= 0 ? found : -found - 1;
        return before == 0 ? 0 : reached[before - 1];
    }

    private final class Place implements FrameLog.Visitor {

        private final ReaderLog log;
        private FrameLog subscription;
        /** The row that the reader is to get next is at this index or after it. */
        private int next;
        /** Of an empty journal it is of 0. */
        private long sentinel = NONE;

        Place(ReaderLog log) {
            this.log = log;
        }

        void open(FrameLog opened) {
            subscription = opened;
            sentinel = NONE;
            pass(opened.after, "Resumed after what it had not got");
            if (next > 0 && rows.get(next - 1).position() > opened.after) {
                // Resumed behind its place: allowed, and everything from there comes again.
                next = firstAfter(opened.after);
            }
        }

        @Override
        public void event(long position, int idHash) {
            if (sentinel != NONE && position <= sentinel) {
                violations.add("%s: event %d came after the sentinel of %d", this, position, sentinel);
            }
            if (next > 0 && position <= rows.get(next - 1).position()) {
                violations.add("%s: event %d came twice or out of order", this, position);
                return;
            }
            pass(position - 1, "Left out before event " + position);
            if (next >= rows.size() || rows.get(next).position() != position || !isMine(rows.get(next))) {
                violations.add("%s: event %d is none of its own", this, position);
                return;
            }
            if (rows.get(next).idHash() != idHash) {
                violations.add("%s: event %d is not the one of the table", this, position);
            }
            next++;
        }

        @Override
        public void caughtUp(long position) {
            if (sentinel != NONE) {
                violations.add("%s: a second sentinel, of %d after %d", this, position, sentinel);
            }
            long known = knownAt(subscription.asked);
            if (position < known) {
                violations.add("%s: an early sentinel, of %d: %d had been acknowledged before the request", this, position,
                        known);
            }
            if (next > 0 && rows.get(next - 1).position() > position && rows.get(next - 1).position() > subscription.after) {
                violations.add("%s: a late sentinel, of %d after event %d", this, position, rows.get(next - 1).position());
            }
            pass(position, "Left out before the sentinel of " + position);
            sentinel = position;
        }

        @Override
        public void gap(long first) {
            for (; next < rows.size() && rows.get(next).position() < first; next++) {
                if (isMine(rows.get(next))) {
                    violations.add("%s: a gap up to %d, and %d is there", this, first, rows.get(next).position());
                }
            }
        }

        /** Goes up to a position; what the reader should have got up to there is missing. */
        private void pass(long position, String why) {
            for (; next < rows.size() && rows.get(next).position() <= position; next++) {
                if (isMine(rows.get(next))) {
                    violations.add("%s: %s: %d", this, why, rows.get(next).position());
                }
            }
        }

        private boolean isMine(Stored row) {
            return log.topic() == null || log.topic().equals(row.topic());
        }

        private int firstAfter(long position) {
            int low = 0;
            int high = rows.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (rows.get(middle).position() <= position) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        void end() {
            if (subscription != null) {
                pass(Long.MAX_VALUE, "Never got, to the end of the run");
                if (sentinel == NONE) {
                    violations.add("%s: no sentinel, to the end of the run", this);
                }
            }
        }

        @Override
        public String toString() {
            return log.name() + ", " + subscription;
        }
    }
}
