package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Where a topic ended at a moment.
 *
 * @param head the journal's head
 * @param last the position of the topic's last event, whether or not it is still kept; 0 when it never had one
 */
record TopicEnd(long head, long last) {

    /**
     * Looks, without the lock, at the topic's newest entry in each partition. That the topic is given as a range keeps the
     * planner from walking the positions backwards until it meets the topic, which for a rare one it may never do.
     */
    static TopicEnd look(Connection connection, Tables tables, int topicId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT %s, greatest((SELECT position FROM %s WHERE topic_id >= ? AND topic_id <= ?
                                     ORDER BY topic_id DESC, position DESC LIMIT 1),
                                    (SELECT floor FROM %s WHERE id = ?), 0)"""
                .formatted(Heads.expression(tables), tables.event(), tables.topic()))) {
            statement.setInt(1, topicId);
            statement.setInt(2, topicId);
            statement.setInt(3, topicId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new TopicEnd(row.getLong(1), row.getLong(2));
            }
        }
    }
}
