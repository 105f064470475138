package io.quarkiverse.journal.faults;

import java.util.List;
import java.util.Map;

/** Holds all that a run has left against what was promised. */
final class Checker {

    private Checker() {
    }

    /**
     * @param attempts by number
     * @param rows the events of the table
     * @param closings what those were told who closed topics
     * @param violations takes what is wrong
     */
    static void check(List<Attempt> attempts, List<Closing> closings, Rows rows, List<ReaderLog> readers,
            Violations violations) {
        StoredCheck.check(attempts, rows, violations);
        ClosedCheck.check(attempts, closings, rows, violations);
        ReaderCheck check = new ReaderCheck(attempts, rows, violations);
        readers.forEach(check::check);
    }

    /**
     * A transaction's rows and its events are there together, or neither.
     *
     * @param lines how many rows each attempt has
     */
    static void checkLines(List<Attempt> attempts, Rows rows, Map<Integer, Integer> lines, Violations violations) {
        int[] events = new int[attempts.size()];
        for (long position = 1; position <= rows.head(); position++) {
            int attempt = rows.attempt(position);
            if (attempt >= 0 && attempt < events.length) {
                events[attempt]++;
            }
        }
        lines.forEach((attempt, count) -> {
            if (events[attempt] != count) {
                violations.add("%d row(s) and %d event(s) of one transaction: %s", count, events[attempt],
                        attempts.get(attempt));
            }
        });
        for (Attempt attempt : attempts) {
            if (attempt.shape == Attempt.Shape.TRANSACTION && events[attempt.number] != 0
                    && !lines.containsKey(attempt.number)) {
                violations.add("No rows and %d event(s) of one transaction: %s", events[attempt.number], attempt);
            }
        }
    }
}
