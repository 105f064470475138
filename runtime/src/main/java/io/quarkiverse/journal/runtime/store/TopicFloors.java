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
        long trims;
        long highest;
        try (PreparedStatement statement = connection.prepareStatement("SELECT trims, highest_floor FROM " + tables.log());
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The table " + tables.log() + " is empty; it must have its one row");
            }
            trims = row.getLong(1);
            highest = row.getLong(2);
        }
        return new Raised(trims, trims <= seen || highest <= place ? List.of() : look(connection, filter, place, seen));
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
