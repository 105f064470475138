package io.quarkiverse.journal.faults;

import java.util.Arrays;
import java.util.List;

/** Holds where topics end against what those were told who closed them. */
final class ClosedCheck {

    private static final long NONE = 0;

    private ClosedCheck() {
    }

    static void check(List<Attempt> attempts, List<Closing> closings, Rows rows, Violations violations) {
        // A closing may be of a topic that is not there, though none should be
        long[] ends = new long[rows.topics() + closings.size()];
        long[] closedAt = new long[ends.length];
        Arrays.fill(closedAt, Long.MAX_VALUE);
        for (Closing closing : closings) {
            int topic = rows.topicNumber(closing.topic());
            if (closing.end() < 1 || closing.end() > rows.head() || !rows.isEnd(closing.end())
                    || rows.topic(closing.end()) != topic) {
                violations.add("Said to be closed at %d, where it has no end: %s", closing.end(), closing.topic());
            } else if (closedAt[topic] == Long.MAX_VALUE || closing.at() - closedAt[topic] < 0) {
                closedAt[topic] = closing.at();
            }
        }
        for (long position = 1; position <= rows.head(); position++) {
            if (!rows.isThere(position)) {
                continue;
            }
            int topic = rows.topic(position);
            if (ends[topic] != NONE) {
                violations.add("Position %d comes after the end of its topic, %s, at %d", position, rows.topicName(topic),
                        ends[topic]);
            }
            if (rows.isEnd(position)) {
                ends[topic] = position;
            } else if (closedAt[topic] != Long.MAX_VALUE && rows.attempt(position) < attempts.size()
                    && attempts.get(rows.attempt(position)).sent - closedAt[topic] > 0) {
                violations.add("Position %d was sent after its topic was closed: %s", position,
                        attempts.get(rows.attempt(position)));
            }
        }
    }
}
