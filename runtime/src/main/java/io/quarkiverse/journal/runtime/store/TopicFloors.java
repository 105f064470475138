package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;

/**
 * What readers have to know of events that were removed.
 * <p>
 * Floors are committed before anything is removed. So whoever reads rows first, and asks here afterwards, learns of everything
 * that was not there any more.
 */
public final class TopicFloors {

    private final Tables tables;
    private final TopicIds topics;

    public TopicFloors(Tables tables, TopicIds topics) {
        this.tables = tables;
        this.topics = topics;
    }

    /**
     * What there is to know since a moment.
     *
     * @param trims how often floors had been raised by now
     * @param topics the topics of a filter that lost events after a place, since then
     */
    public record Raised(long trims, List<Trimmed> topics) {
    }

    /**
     * Asks for topics that a filter wants and that have lost events after a place. One row is read when there are none.
     *
     * @param seen how often floors had been raised when they were looked at before; 0 for never
     */
    public Raised raised(Connection connection, EventFilter filter, long place, long seen) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(counts());
                ResultSet row = statement.executeQuery()) {
            return raised(connection, filter, place, seen, read(row));
        }
    }

    /** Asks the same as the last thing in a transaction, and ends it: in one round trip, when there is nothing to tell. */
    Raised raisedAtLast(Connection connection, EventFilter filter, long place, long seen) throws SQLException {
        Counts counts;
        try (PreparedStatement statement = connection.prepareStatement(counts() + "; COMMIT")) {
            counts = RoundTrip.execute(statement, List.of(), this::read);
        }
        Raised raised = raised(connection, filter, place, seen, counts);
        // What was looked at after all began another one. There is no round trip otherwise.
        connection.commit();
        return raised;
    }

    private record Counts(long trims, long highest) {
    }

    private String counts() {
        return "SELECT trims, highest_floor FROM " + tables.log();
    }

    private Counts read(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("The table " + tables.log() + " is empty; it must have its one row");
        }
        return new Counts(row.getLong(1), row.getLong(2));
    }

    private Raised raised(Connection connection, EventFilter filter, long place, long seen, Counts counts)
            throws SQLException {
        return new Raised(counts.trims,
                counts.trims <= seen || counts.highest <= place ? List.of() : look(connection, filter, place, seen));
    }

    private List<Trimmed> look(Connection connection, EventFilter filter, long place, long seen) throws SQLException {
        Integer @Nullable [] ids = topics.matching(connection, filter);
        // The topic as a range keeps the planner from walking the positions until it meets the topic.
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT t.name, t.floor, coalesce((SELECT position FROM %s e
                                                  WHERE e.topic_id >= t.id AND e.topic_id <= t.id AND e.position > t.floor
                                                  ORDER BY e.topic_id, e.position LIMIT 1), t.floor + 1),
                       coalesce(t.ended, 0)
                FROM %s t WHERE t.floor > ? AND t.trimmed > ?%s ORDER BY t.floor""".formatted(tables.event(), tables.topic(),
                ids == null ? "" : " AND t.id = ANY (?)"))) {
            statement.setLong(1, place);
            statement.setLong(2, seen);
            if (ids != null) {
                statement.setArray(3, connection.createArrayOf("int4", ids));
            }
            List<Trimmed> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Trimmed(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
                }
            }
            return found;
        }
    }
}
