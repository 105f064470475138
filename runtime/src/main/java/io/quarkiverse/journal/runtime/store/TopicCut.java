package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where in a topic what is kept begins. Reads without a lock, by the topic's index.
 */
public final class TopicCut {

    /** That the topic is given as a range keeps the planner from walking the positions until it meets the topic. */
    private static final String OF_TOPIC = "e.topic_id >= ? AND e.topic_id <= ? AND e.position > ?";

    private final Tables tables;

    public TopicCut(Tables tables) {
        this.tables = tables;
    }

    /**
     * A topic that exists.
     *
     * @param floor the highest position that was removed
     */
    public record Known(int id, String name, long floor) {
    }

    /** Those of some topics that exist. */
    public List<Known> known(Connection connection, Collection<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, name, floor FROM " + tables.topic() + " WHERE name = ANY (?) ORDER BY id")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            List<Known> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Known(row.getInt(1), row.getString(2), row.getLong(3)));
                }
            }
            return found;
        }
    }

    /**
     * The first position that is kept after a floor, or 0.
     */
    public long first(Connection connection, int topicId, long floor) throws SQLException {
        return look(connection, "SELECT e.position FROM %s e WHERE %s ORDER BY e.topic_id, e.position LIMIT 1", topicId, floor);
    }

    /** The first position after a floor that was recorded at a time or later, or 0. */
    public long firstSince(Connection connection, int topicId, long floor, OffsetDateTime time) throws SQLException {
        return look(connection,
                "SELECT e.position FROM %s e WHERE %s AND e.recorded >= ? ORDER BY e.topic_id, e.position LIMIT 1",
                topicId, floor, time);
    }

    /** The newest position of those that are too many, or 0. */
    public long beyondEvents(Connection connection, int topicId, long floor, long events) throws SQLException {
        return look(connection, """
                SELECT e.position FROM %s e WHERE %s
                ORDER BY e.topic_id DESC, e.position DESC OFFSET ? LIMIT 1""", topicId, floor, events);
    }

    /** The newest position of those that are too many bytes, or 0. */
    public long beyondBytes(Connection connection, int topicId, long floor, long bytes) throws SQLException {
        return look(connection, """
                SELECT position
                FROM (SELECT e.position, sum(BYTES) OVER (ORDER BY e.topic_id DESC, e.position DESC
                                                          ROWS UNBOUNDED PRECEDING) AS bytes
                      FROM %s e WHERE %s) AS summed
                WHERE bytes > ? LIMIT 1""".replace("BYTES", JournalCut.BYTES), topicId, floor, bytes);
    }

    private long look(Connection connection, String sql, int topicId, long floor, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.formatted(tables.event(), OF_TOPIC))) {
            statement.setInt(1, topicId);
            statement.setInt(2, topicId);
            statement.setLong(3, floor);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(4 + i, values[i]);
            }
            return JournalCut.position(statement);
        }
    }
}
