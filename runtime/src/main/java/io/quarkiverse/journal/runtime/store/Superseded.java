package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of a topic that have the key of a later one. Deleting them moves no floor: the newest event of each key, and the
 * topic's last
 * event, stay.
 */
public final class Superseded {

    /** So many are deleted in one transaction. */
    private static final int STEP = 1_000;
    /** So many are found in one go. */
    public static final int MOST = 20_000;

    private final Tables tables;

    public Superseded(Tables tables) {
        this.tables = tables;
    }

    /** The position of a topic's last event, kept or not. */
    public long last(Connection connection, int topicId) throws SQLException {
        return TopicEnd.look(connection, tables, topicId).last();
    }

    /** Finds some, oldest first. Reads the whole topic. */
    public List<Long> find(Connection connection, int topicId, long floor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT position
                FROM (SELECT position, lead(position) OVER (PARTITION BY key ORDER BY position) AS later
                      FROM %s WHERE topic_id >= ? AND topic_id <= ? AND position > ? AND key IS NOT NULL) AS s
                WHERE later IS NOT NULL ORDER BY position LIMIT %d""".formatted(tables.event(), MOST))) {
            statement.setInt(1, topicId);
            statement.setInt(2, topicId);
            statement.setLong(3, floor);
            List<Long> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
            return found;
        }
    }

    /**
     * Deletes them, in steps, and takes them off what is counted of the topic.
     *
     * @return how many there were
     */
    public long delete(Connection connection, int topicId, List<Long> positions) throws SQLException {
        long deleted = 0;
        try (PreparedStatement statement = connection
                .prepareStatement(
                        """
                                WITH gone AS (DELETE FROM %s WHERE position = ANY (?) RETURNING position),
                                taken AS (
                                    UPDATE %s t SET counted = t.counted - (SELECT count(*) FROM gone WHERE position <= t.counted_through)
                                    WHERE t.id = ? AND t.counted_through >= (SELECT min(position) FROM gone))
                                SELECT count(*) FROM gone"""
                                .formatted(tables.event(), tables.topic()))) {
            for (int from = 0; from < positions.size(); from += STEP) {
                List<Long> step = positions.subList(from, Math.min(from + STEP, positions.size()));
                statement.setArray(1, connection.createArrayOf("int8", step.toArray()));
                statement.setInt(2, topicId);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    deleted += row.getLong(1);
                }
            }
        }
        return deleted;
    }
}
