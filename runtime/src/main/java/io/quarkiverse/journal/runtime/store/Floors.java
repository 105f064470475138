package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Raises floors. They are committed before anything is removed: first the topics', without the journal's lock; then the
 * journal's
 * own row, for the moment of one statement, after which readers look at the topics.
 * <p>
 * Only for whoever holds the lock of {@link RetentionLock}: floors are raised by one session at a time. The connection is in
 * autocommit mode.
 */
public final class Floors {

    private final Tables tables;
    private final String publish;

    public Floors(Tables tables) {
        this.tables = tables;
        // The topics are looked through before the row is locked.
        this.publish = """
                UPDATE %1$s l
                SET trims = greatest(l.trims, t.trims), highest_floor = greatest(l.highest_floor, t.highest),
                    floor = greatest(l.floor, ?)
                FROM (SELECT coalesce(max(trimmed), 0) AS trims, coalesce(max(floor), 0) AS highest FROM %2$s) t
                WHERE l.trims < t.trims OR l.floor < ?""".formatted(tables.log(), tables.topic());
    }

    /** The number that floors are to be raised with. */
    public long next(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT trims + 1 FROM " + tables.log())) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Raises the floors of all topics but some to their last positions in a range. The ends of closed topics stay.
     */
    public void raise(Connection connection, long number, long after, long through, Integer[] except) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement(raise(" AND e.topic_id <> ALL (?) AND e.kind <> 'end'"))) {
            statement.setLong(1, after);
            statement.setLong(2, through);
            statement.setArray(3, connection.createArrayOf("int4", except));
            statement.setLong(4, number);
            statement.execute();
        }
    }

    /**
     * Raises the floors of all topics to their last positions in a range, of which nothing will be left.
     *
     * @return how many events are in it
     */
    public long raiseWhole(Connection connection, long number, long after, long through) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(raise(""))) {
            statement.setLong(1, after);
            statement.setLong(2, through);
            statement.setLong(3, number);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private String raise(String condition) {
        return """
                WITH lost AS MATERIALIZED (
                    SELECT e.topic_id, max(e.position) AS last, count(*) AS events FROM %1$s e
                    WHERE e.position > ? AND e.position <= ?%3$s GROUP BY e.topic_id),
                raised AS (
                    UPDATE %2$s t SET floor = l.last, trimmed = ?, %4$s
                    FROM lost l WHERE t.id = l.topic_id AND t.floor < l.last)
                SELECT coalesce(sum(events), 0) FROM lost""".formatted(tables.event(), tables.topic(), condition,
                TopicCounts.without(tables, "l.last"));
    }

    /** Raises the floor of one topic to its last position up to a cut. Its end, if it is closed, stays. */
    public void raiseTopic(Connection connection, long number, int topicId, long floor, long cut) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE %2$s t SET floor = l.last, trimmed = ?, %3$s
                FROM (SELECT max(e.position) AS last FROM %1$s e
                      WHERE e.topic_id = ? AND e.position > ? AND e.position <= ? AND e.kind <> 'end') l
                WHERE t.id = ? AND t.floor < l.last""".formatted(tables.event(), tables.topic(),
                TopicCounts.without(tables, "l.last")))) {
            statement.setLong(1, number);
            statement.setInt(2, topicId);
            statement.setLong(3, floor);
            statement.setLong(4, cut);
            statement.setInt(5, topicId);
            statement.executeUpdate();
        }
    }

    /**
     * Lets readers know of floors that were raised, also by someone who did not get here. Only then may anything be removed.
     *
     * @param floor every position up to here may be gone
     */
    public void publish(Connection connection, long floor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(publish)) {
            statement.setLong(1, floor);
            statement.setLong(2, floor);
            statement.executeUpdate();
        }
    }

    /**
     * Raises the floor of a topic to its last position, under the journal's lock. What is published later is kept, and a closed
     * topic is open again.
     *
     * @return whether there were events
     */
    public boolean raiseToEnd(Connection connection, String topic) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement find = connection
                .prepareStatement("SELECT id, floor, ended FROM " + tables.topic() + " WHERE name = ?");
                Statement lock = connection.createStatement()) {
            find.setString(1, topic);
            lock.execute("SELECT FROM " + tables.log() + " FOR UPDATE");
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                TopicEnd end = TopicEnd.look(connection, tables, row.getInt(1));
                if (end.last() <= row.getLong(2) && row.getObject(3) == null) {
                    return false;
                }
                raiseToEnd(connection, row.getInt(1), end.last());
                connection.commit();
                return true;
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void raiseToEnd(Connection connection, int topicId, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                        WITH raised AS (
                            UPDATE %1$s SET trims = trims + 1, highest_floor = greatest(highest_floor, ?) RETURNING trims)
                        UPDATE %2$s SET floor = ?, trimmed = (SELECT trims FROM raised), counted = 0, ended = NULL, closing = NULL WHERE id = ?"""
                        .formatted(tables.log(), tables.topic()))) {
            statement.setLong(1, last);
            statement.setLong(2, last);
            statement.setInt(3, topicId);
            statement.executeUpdate();
        }
    }
}
