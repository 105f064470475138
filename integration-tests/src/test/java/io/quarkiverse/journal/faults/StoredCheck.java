package io.quarkiverse.journal.faults;

import java.util.List;

import io.quarkiverse.journal.faults.Attempt.Outcome;
import io.quarkiverse.journal.faults.Attempt.Shape;

/** Holds what the table has against what callers were told. */
final class StoredCheck {

    private final List<Attempt> attempts;
    private final Rows rows;
    private final Violations violations;
    /** By attempt: how many of its events are there, and where the first is. */
    private final int[] found;
    private final long[] first;

    private StoredCheck(List<Attempt> attempts, Rows rows, Violations violations) {
        this.attempts = attempts;
        this.rows = rows;
        this.violations = violations;
        this.found = new int[attempts.size()];
        this.first = new long[attempts.size()];
    }

    static void check(List<Attempt> attempts, Rows rows, Violations violations) {
        StoredCheck check = new StoredCheck(attempts, rows, violations);
        check.eachOnceAndInOrder();
        check.outcomes();
        check.realTime();
        check.conditions();
    }

    private boolean isKnown(long position) {
        int attempt = rows.attempt(position);
        return attempt >= 0 && attempt < attempts.size();
    }

    private Attempt attempt(long position) {
        return attempts.get(rows.attempt(position));
    }

    private void eachOnceAndInOrder() {
        for (long position = 1; position <= rows.head(); position++) {
            if (!isKnown(position)) {
                // What is not there at all was told of when it was seen.
                if (rows.isThere(position) && !rows.isEnd(position)) {
                    violations.add("Position %d has an event that nobody published", position);
                }
                continue;
            }
            Attempt attempt = attempt(position);
            int index = rows.index(position);
            int already = found[attempt.number]++;
            if (already == 0) {
                first[attempt.number] = position;
            }
            if (!attempt.topic.equals(rows.topicName(rows.topic(position)))) {
                violations.add("Position %d is in topic %s: %s", position, rows.topicName(rows.topic(position)), attempt);
            }
            // One by one in order also means: none twice, and none left out before one that is there.
            if (index != already) {
                violations.add("Position %d has event %d after %d event(s): twice, left out or out of order: %s", position,
                        index, already, attempt);
            }
            if (attempt.shape != Shape.SEQUENCE && position != first[attempt.number] + index) {
                violations.add("Position %d is apart from the others of its attempt, which begin at %d: %s", position,
                        first[attempt.number], attempt);
            }
        }
    }

    private void outcomes() {
        for (Attempt attempt : attempts) {
            Attempt.Answer answer = attempt.answer();
            int there = found[attempt.number];
            if (answer.outcome() == Outcome.STORED && there != attempt.events) {
                violations.add("Acknowledged, and %d event(s) are there: %s", there, attempt);
            }
            if (answer.outcome() == Outcome.STORED && answer.first() > 0 && answer.first() != first[attempt.number]) {
                violations.add("Acknowledged at %d, and is at %d: %s", answer.first(), first[attempt.number], attempt);
            }
            if (answer.outcome() == Outcome.ABSENT && there != 0) {
                violations.add("Refused, and %d event(s) are there, from %d: %s", there, first[attempt.number], attempt);
            }
            if (attempt.doomed && there != 0) {
                violations.add("Rolled back, and %d event(s) are there, from %d: %s", there, first[attempt.number], attempt);
            }
            if (attempt.shape != Shape.SEQUENCE && there != 0 && there != attempt.events) {
                violations.add("All or none, and %d event(s) are there: %s", there, attempt);
            }
        }
    }

    /** What was acknowledged before something else was sent comes before it, on whatever nodes. */
    private void realTime() {
        Attempt latest = null;
        for (long position = 1; position <= rows.head(); position++) {
            if (!isKnown(position)) {
                continue;
            }
            Attempt attempt = attempt(position);
            if (latest != null && attempt.answer().at() != Long.MAX_VALUE && attempt.answer().at() - latest.sent < 0) {
                violations.add("Position %d (%s) was acknowledged before what has a lower position was sent (%s)", position,
                        attempt, latest);
            }
            if (latest == null || attempt.sent - latest.sent > 0) {
                latest = attempt;
            }
        }
    }

    /** Who expected a place of a topic's end was there when that was the end; who was refused was told of a real one. */
    private void conditions() {
        long[] last = new long[rows.topics()];
        for (long position = 1; position <= rows.head(); position++) {
            int topic = rows.topic(position);
            if (!isKnown(position)) {
                if (rows.isEnd(position)) {
                    last[topic] = position;
                }
                continue;
            }
            Attempt attempt = attempt(position);
            if (attempt.expected != Attempt.ANY && rows.index(position) == 0 && last[topic] != attempt.expected) {
                violations.add("Position %d comes after %d in its topic: %s", position, last[topic], attempt);
            }
            last[topic] = position;
        }
        for (Attempt attempt : attempts) {
            long actual = attempt.answer().actual();
            if (actual == Attempt.ANY) {
                continue;
            }
            boolean there = actual <= rows.head()
                    && (actual == 0 || attempt.topic.equals(rows.topicName(rows.topic(actual))));
            if (!there || actual == attempt.expected) {
                violations.add("Refused since the topic's last event was at %d, which was not so: %s", actual, attempt);
            }
        }
    }
}
