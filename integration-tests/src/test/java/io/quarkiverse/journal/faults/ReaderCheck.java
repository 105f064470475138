package io.quarkiverse.journal.faults;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Holds what readers got against what the table has. */
final class ReaderCheck {

    private static final long NONE = -1;

    private final Rows rows;
    private final Violations violations;
    /** Acknowledgements by time, and the highest position that had been acknowledged by then. */
    private final long[] acknowledged;
    private final long[] reached;

    ReaderCheck(List<Attempt> attempts, Rows rows, Violations violations) {
        this.rows = rows;
        this.violations = violations;
        long[] last = new long[attempts.size()];
        for (long position = 1; position <= rows.head(); position++) {
            int attempt = rows.attempt(position);
            if (attempt >= 0 && attempt < last.length) {
                last[attempt] = position;
            }
        }
        List<Attempt> byTime = attempts.stream().filter(Attempt::isStored)
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
        log.forEach(place);
        place.end();
    }

    /** The highest position that somebody knew of before a moment. */
    private long knownAt(long moment) {
        int found = Arrays.binarySearch(acknowledged, moment);
        int before = found >= 0 ? found : -found - 1;
        return before == 0 ? 0 : reached[before - 1];
    }

    /** Where a reader is. */
    private final class Place implements ReaderLog.Visitor {

        private final ReaderLog log;
        /** The number of its topic, or {@code NONE} for all. */
        private final long topic;
        private String node = "";
        private long after = NONE;
        private long asked;
        /** It has got, or has been told to miss, everything up to here. */
        private long place;
        /** Of an empty journal it is of 0. */
        private long sentinel = NONE;

        Place(ReaderLog log) {
            this.log = log;
            this.topic = log.topic == null ? NONE : rows.topicNumber(log.topic);
        }

        @Override
        public void opened(String at, long openedAfter, long askedAt) {
            node = at;
            after = openedAfter;
            asked = askedAt;
            sentinel = NONE;
            pass(after, "Resumed after what it had not got");
            // Resumed behind its place: allowed, and everything from there comes again.
            place = after;
        }

        @Override
        public void event(long position, int idHash) {
            if (sentinel != NONE && position <= sentinel) {
                violations.add("%s: event %d came after the sentinel of %d", this, position, sentinel);
            }
            if (position <= place) {
                violations.add("%s: event %d came twice or out of order", this, position);
                return;
            }
            pass(position - 1, "Left out before event " + position);
            if (position > rows.head() || !isMine(position)) {
                violations.add("%s: event %d is none of its own", this, position);
                return;
            }
            if (rows.idHash(position) != idHash) {
                violations.add("%s: event %d is not the one of the table", this, position);
            }
            place = position;
        }

        @Override
        public void caughtUp(long position) {
            if (sentinel != NONE) {
                violations.add("%s: a second sentinel, of %d after %d", this, position, sentinel);
            }
            long known = knownAt(asked);
            if (position < known) {
                violations.add("%s: an early sentinel, of %d: %d had been acknowledged before the request", this, position,
                        known);
            }
            if (position > rows.head()) {
                violations.add("%s: a sentinel of %d, above the head", this, position);
            }
            if (place > position && place > after) {
                violations.add("%s: a late sentinel, of %d after event %d", this, position, place);
            }
            pass(position, "Left out before the sentinel of " + position);
            sentinel = position;
        }

        @Override
        public void gap(String reason, String about, long first) {
            violations.add("%s: a gap up to %d of %s, by reason of %s, and nothing is missing", this, first, about, reason);
        }

        /** Goes up to a position; what the reader should have got up to there is missing. */
        private void pass(long position, String why) {
            for (long passed = place + 1; passed <= Math.min(position, rows.head()); passed++) {
                if (isMine(passed)) {
                    violations.add("%s: %s: %d", this, why, passed);
                }
            }
            place = Math.max(place, position);
        }

        private boolean isMine(long position) {
            return rows.attempt(position) != Rows.NOBODY && (topic == NONE || topic == rows.topic(position));
        }

        void end() {
            if (after != NONE) {
                pass(rows.head(), "Never got, to the end of the run");
                if (sentinel == NONE) {
                    violations.add("%s: no sentinel, to the end of the run", this);
                }
            }
        }

        @Override
        public String toString() {
            return log.name + ", subscription at " + node + " after " + after;
        }
    }
}
