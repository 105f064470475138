package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How many entries topics have, counted up to a position and kept in the topics' rows: whoever asks counts only the rest.
 * Nothing of it is on the way of an event that is published. Whoever raises a floor, or deletes above it, takes off what is
 * counted, in the same transaction: so the sum of what is kept and the rest is exact in every snapshot.
 * <p>
 * Only for whoever holds the lock of {@link RetentionLock}. The connection is in autocommit mode.
 */
public final class TopicCounts {

    /** By the alias {@code t} of a topic; that it is given as a range keeps the planner from walking the positions. */
    private static final String ENTRIES = "SELECT count(*) FROM %s e WHERE e.topic_id >= t.id AND e.topic_id <= t.id";

    private final Tables tables;

    public TopicCounts(Tables tables) {
        this.tables = tables;
    }

    /** The entries above the floor of the topic {@code t} that are not counted. */
    static String uncounted(Tables tables) {
        return ENTRIES.formatted(tables.event()) + " AND e.position > greatest(t.floor, t.counted_through)";
    }

    /** Takes off what is counted of the topic {@code t} between its floor and a higher one: to be set with that. */
    static String without(Tables tables, String floor) {
        return "counted = t.counted - (" + ENTRIES.formatted(tables.event()) + " AND e.position > t.floor"
                + " AND e.position <= least(" + floor + ", t.counted_through))";
    }

    /** Up to where some topic has been counted. */
    public long through(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT coalesce(max(counted_through), 0) FROM " + tables.topic())) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Counts the topics of the events at some positions up to another one. The rows are locked for a short statement only,
     * after the counting.
     *
     * @param through a position up to which everything is visible
     */
    public void count(Connection connection, List<Long> positions, long through) throws SQLException {
        List<Integer> topics = new ArrayList<>();
        List<Long> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT t.id, (%s AND e.position <= ?) FROM %s t
                WHERE t.id IN (SELECT topic_id FROM %s WHERE position = ANY (?)) AND t.counted_through < ? ORDER BY t.id"""
                .formatted(uncounted(tables), tables.topic(), tables.event()))) {
            statement.setLong(1, through);
            statement.setArray(2, connection.createArrayOf("int8", positions.toArray()));
            statement.setLong(3, through);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    topics.add(row.getInt(1));
                    entries.add(row.getLong(2));
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE %s t SET counted = t.counted + c.entries, counted_through = ?
                FROM unnest(?::int4[], ?::int8[]) AS c (id, entries) WHERE t.id = c.id""".formatted(tables.topic()))) {
            statement.setLong(1, through);
            statement.setArray(2, connection.createArrayOf("int4", topics.toArray()));
            statement.setArray(3, connection.createArrayOf("int8", entries.toArray()));
            statement.executeUpdate();
        }
    }
}
