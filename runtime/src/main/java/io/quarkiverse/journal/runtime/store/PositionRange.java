package io.quarkiverse.journal.runtime.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Events between two positions, in their order, as conditions on the event table.
 * <p>
 * Of one topic, the index over topics and positions has to be walked. Told as {@code topic_id = … ORDER BY position}, the
 * planner
 * takes the primary key where the topic has many of the events, as if they were spread evenly: a topic that began late would be
 * looked for through all that came before. A range of pairs can be had in order from that index alone.
 *
 * @param topic the only topic, if its index is to be walked
 */
record PositionRange(@Nullable Integer topic) {

    static final PositionRange OF_THE_JOURNAL = new PositionRange(null);

    /**
     * The condition.
     *
     * @param upTo {@code <} or {@code <=}
     */
    String where(String upTo) {
        // Positions by themselves too: partitions are found by them.
        String positions = "position > ? AND position " + upTo + " ?";
        return topic == null ? positions
                : positions + " AND (topic_id, position) > (?, ?) AND (topic_id, position) " + upTo + " (?, ?)";
    }

    /** What to order by: the same as by position, since there is one topic. */
    String order(String direction) {
        return topic == null ? "position " + direction : "topic_id " + direction + ", position " + direction;
    }

    /**
     * Sets the condition's parameters.
     *
     * @return the index after the last one
     */
    int bind(PreparedStatement statement, int firstIndex, long after, long end) throws SQLException {
        int index = firstIndex;
        statement.setLong(index++, after);
        statement.setLong(index++, end);
        if (topic != null) {
            statement.setInt(index++, topic);
            statement.setLong(index++, after);
            statement.setInt(index++, topic);
            statement.setLong(index++, end);
        }
        return index;
    }
}
