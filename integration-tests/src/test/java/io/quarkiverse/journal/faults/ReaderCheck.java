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
        /** By topic: what a gap of this subscription said to be missing is below. */
        private final long[] missing = new long[rows.topics()];
        /** By topic: whether this subscription has given something of it. */
        private final boolean[] begun = new boolean[rows.topics()];
        private String node = "";
        private boolean earliest;
        private long after = NONE;
        private long asked;
        /** It has got, or has been told to miss, everything up to here. */
        private long place;
        /** Of an empty journal it is of 0. */
        private long sentinel = NONE;
        private boolean ended;

        Place(ReaderLog log) {
            this.log = log;
            this.topic = log.topic == null ? NONE : rows.topicNumber(log.topic);
        }

        @Override
        public void opened(String at, long openedAfter, long askedAt, boolean fromEarliest) {
            pass(openedAfter, "Resumed after what it had not got");
            if (ended) {
                violations.add("%s: another subscription after the end", this);
            }
            node = at;
            after = openedAfter;
            asked = askedAt;
            earliest = fromEarliest;
            sentinel = NONE;
            Arrays.fill(missing, 0);
            Arrays.fill(begun, false);
            // Resumed behind its place: allowed, and everything from there comes again.
            place = after;
            if (topic != NONE && after > 0 && after <= rows.head() && rows.last(log.topic) <= after
                    && rows.isEnd(rows.last(log.topic))) {
                violations.add("%s: a frame's id led beyond the end, which it had not got", this);
            }
        }

        @Override
        public void event(long position, int idHash) {
            if (takes("event", position) && (rows.isEnd(position) || rows.idHash(position) != idHash)) {
                violations.add("%s: event %d is not the one of the table", this, position);
            }
        }

        @Override
        public void topicClosed(long position) {
            if (takes("the end at", position) && (!rows.isEnd(position) || topic != NONE)) {
                violations.add("%s: no topic ends at %d", this, position);
            }
        }

        /**
         * @return whether the table has something for this reader there
         */
        private boolean takes(String what, long position) {
            if (ended) {
                violations.add("%s: %s %d came after the end", this, what, position);
            }
            if (sentinel != NONE && position <= sentinel) {
                violations.add("%s: %s %d came after the sentinel of %d", this, what, position, sentinel);
            }
            if (position <= place) {
                violations.add("%s: %s %d came twice or out of order", this, what, position);
                return false;
            }
            pass(position - 1, "Left out before " + what + " " + position);
            if (position > rows.head() || !isMine(position)) {
                violations.add("%s: %s %d is none of its own", this, what, position);
                return false;
            }
            if (position < missing[rows.topic(position)]) {
                violations.add("%s: %s %d came, and a gap had said that it is missing", this, what, position);
            }
            begun[rows.topic(position)] = true;
            place = position;
            return true;
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
            int number = rows.topicNumber(about);
            if (!reason.equals("truncated") || number >= missing.length || topic != NONE && topic != number) {
                violations.add("%s: a gap of %s by reason of %s", this, about, reason);
                return;
            }
            TopicPositions entries = rows.positions(number);
            int missed = entries.upTo(first - 1);
            if (missed > entries.upTo(Math.max(place, rows.floor(number)))) {
                violations.add("%s: a gap of %s up to %d, and %d is kept", this, about, first, entries.get(missed - 1));
            }
            if (missed <= entries.upTo(place)) {
                violations.add("%s: a gap of %s up to %d, and nothing is missing", this, about, first);
            }
            missing[number] = Math.max(missing[number], first);
        }

        @Override
        public void ended(long position) {
            if (topic == NONE || position != rows.last(log.topic) || !rows.isEnd(position)) {
                violations.add("%s: an end at %d, and there is none", this, position);
            }
            if (ended) {
                violations.add("%s: a second end, at %d", this, position);
            }
            if (sentinel == NONE) {
                violations.add("%s: an end at %d before the sentinel", this, position);
            }
            pass(position - 1, "Left out before the end at " + position);
            ended = true;
        }

        /** Goes up to a position; what the reader should have got up to there is missing. */
        private void pass(long position, String why) {
            if (topic == NONE) {
                for (long passed = place + 1; passed <= Math.min(position, rows.head()); passed++) {
                    passOne(passed, why);
                }
            } else {
                TopicPositions entries = rows.positions((int) topic);
                int end = entries.upTo(position);
                for (int entry = entries.upTo(place); entry < end; entry++) {
                    passOne(entries.get(entry), why);
                }
            }
            place = Math.max(place, position);
        }

        private void passOne(long passed, String why) {
            if (isMine(passed) && !mayMiss(passed)) {
                violations.add("%s: %s: %d", this, why, passed);
            }
        }

        private boolean mayMiss(long position) {
            int number = rows.topic(position);
            return position < missing[number] || earliest && !begun[number] && position <= rows.floor(number);
        }

        /** The end of its only topic has a frame of its own, which may come after a sentinel above it. */
        private boolean isMine(long position) {
            return rows.isThere(position)
                    && (topic == NONE || topic == rows.topic(position) && !rows.isEnd(position));
        }

        void end() {
            if (after != NONE) {
                pass(rows.head(), "Never got, to the end of the run");
                if (sentinel == NONE) {
                    violations.add("%s: no sentinel, to the end of the run", this);
                }
                if (topic != NONE && !ended && rows.last(log.topic) > 0 && rows.isEnd(rows.last(log.topic))) {
                    violations.add("%s: no end, and the topic was closed", this);
                }
            }
        }

        @Override
        public String toString() {
            return log.name + ", subscription at " + node + " after " + after;
        }
    }
}
