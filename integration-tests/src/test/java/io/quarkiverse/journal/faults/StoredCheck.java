package io.quarkiverse.journal.faults;

import java.util.List;

import io.quarkiverse.journal.faults.Attempt.Outcome;
import io.quarkiverse.journal.faults.Attempt.Shape;

/** Holds what the table has against what callers were told. */
final class StoredCheck {

    private final List<Attempt> attempts;
    private final List<Stored> rows;
    private final Violations violations;
    /** By attempt: how many of its events are there, and where the first is. */
    private final int[] found;
    private final long[] first;

    private StoredCheck(List<Attempt> attempts, List<Stored> rows, Violations violations) {
        this.attempts = attempts;
        this.rows = rows;
        this.violations = violations;
        this.found = new int[attempts.size()];
        this.first = new long[attempts.size()];
    }

    /**
     * @param rows by position
     */
    static void check(List<Attempt> attempts, List<Stored> rows, Violations violations) {
        StoredCheck check = new StoredCheck(attempts, rows, violations);
        check.dense();
        check.eachOnceAndInOrder();
        check.outcomes();
        check.realTime();
    }

    private void dense() {
        long expected = 1;
        for (Stored row : rows) {
            if (row.position() != expected) {
                violations.add("Positions are not dense: %d is followed by %d", expected - 1, row.position());
            }
            expected = row.position() + 1;
        }
    }

    private void eachOnceAndInOrder() {
        for (Stored row : rows) {
            if (row.attempt() < 0 || row.attempt() >= attempts.size()) {
                violations.add("Position %d has an event that nobody published", row.position());
                continue;
            }
            Attempt attempt = attempts.get(row.attempt());
            int already = found[attempt.number]++;
            if (already == 0) {
                first[attempt.number] = row.position();
            }
            if (!attempt.topic.equals(row.topic())) {
                violations.add("Position %d is in topic %s: %s", row.position(), row.topic(), attempt);
            }
            // One by one in order also means: none twice, and none left out before one that is there.
            if (row.index() != already) {
                violations.add("Position %d has event %d after %d event(s): twice, left out or out of order: %s",
                        row.position(),
                        row.index(), already, attempt);
            }
            if (attempt.shape != Shape.SEQUENCE && row.position() != first[attempt.number] + row.index()) {
                violations.add("Position %d is apart from the others of its attempt, which begin at %d: %s", row.position(),
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
        for (Stored row : rows) {
            if (row.attempt() < 0 || row.attempt() >= attempts.size()) {
                continue;
            }
            Attempt attempt = attempts.get(row.attempt());
            if (latest != null && attempt.answer().at() != Long.MAX_VALUE && attempt.answer().at() - latest.sent < 0) {
                violations.add("Position %d (%s) was acknowledged before what has a lower position was sent (%s)",
                        row.position(), attempt, latest);
            }
            if (latest == null || attempt.sent - latest.sent > 0) {
                latest = attempt;
            }
        }
    }
}
