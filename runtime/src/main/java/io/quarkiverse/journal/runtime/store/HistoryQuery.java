package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Reads what is stored between two positions, in either order.
 */
public final class HistoryQuery {

    /** Rows that the driver asks for at a time, so that a page of large events is never in memory as a whole. */
    private static final int FETCH = 250;

    /** So many positions are looked through before it is asked where the times are. */
    private static final long NEAR = 10_000;

    private final Tables tables;
    private final TopicIds topics;
    private final EventRows rows;

    public HistoryQuery(Tables tables, TopicIds topics, EventRows rows) {
        this.tables = tables;
        this.topics = topics;
        this.rows = rows;
    }

    /**
     * Some events of a history.
     *
     * @param events in the order that was asked for
     * @param more whether more match
     */
    public record Found(List<StoredEvent> events, boolean more) {
    }

    /**
     * The oldest and the newest position of some topics.
     *
     * @param first the oldest position kept, or 0
     * @param last the newest position, whether or not it is still kept, or 0
     */
    public record Ends(long first, long last) {
    }

    /**
     * The next matching events strictly between two positions.
     *
     * @param limit how many at most
     * @param mostBytes after how many bytes there are fewer
     */
    public Found read(Connection connection, HistoryRange range, long after, long before, int limit, long mostBytes)
            throws SQLException {
        FilterSql conditions = FilterSql.of(connection, topics, range.filter());
        if (conditions.nothing() || before - after <= 1) {
            return new Found(List.of(), false);
        }
        // A transaction, since the driver fetches in pieces only inside one.
        connection.setAutoCommit(false);
        try {
            if (range.allTimes().isEver()) {
                return select(connection, range, conditions, after, before, limit, mostBytes);
            }
            return inTime(connection, range, conditions, after, before, limit, mostBytes);
        } finally {
            // Ends the transaction too; it only read.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Times follow positions nearly, and the planner takes them as spread evenly: it would walk the journal until it meets
     * them.
     * If a page is not found near, positions are narrowed to where these times are.
     */
    private Found inTime(Connection connection, HistoryRange range, FilterSql conditions, long after, long before, int limit,
            long mostBytes) throws SQLException {
        long nearAfter = range.descending() ? Math.max(after, before - NEAR) : after;
        long nearBefore = range.descending() ? before : Math.min(before, after + NEAR);
        Found near = select(connection, range, conditions, nearAfter, nearBefore, limit, mostBytes);
        if (near.more() || nearAfter == after && nearBefore == before) {
            return near;
        }
        TimeSearch.Between there = new TimeSearch(connection, tables, range.allTimes())
                .narrow(new TimeSearch.Between(after, before));
        return select(connection, range, conditions, there.after(), there.before(), limit, mostBytes);
    }

    private Found select(Connection connection, HistoryRange range, FilterSql conditions, long after, long before, int limit,
            long mostBytes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT %s FROM %s e
                WHERE %s AND kind <> '%s'%s%s
                ORDER BY %s LIMIT ?""".formatted(EventRows.COLUMNS, tables.event(), conditions.range().where("<"),
                EventData.END, conditions.where(), range.times().where(),
                conditions.range().order(range.descending() ? "DESC" : "ASC")))) {
            statement.setFetchSize(FETCH);
            int index = conditions.bind(statement, conditions.range().bind(statement, 1, after, before));
            index = range.times().bind(statement, index);
            // One more tells whether there are more.
            statement.setInt(index, limit + 1);
            return collect(connection, statement, limit, mostBytes);
        }
    }

    private Found collect(Connection connection, PreparedStatement statement, int limit, long mostBytes) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (events.size() == limit || bytes >= mostBytes) {
                    return new Found(events, true);
                }
                StoredEvent event = rows.map(connection, row);
                events.add(event);
                bytes += event.data().weight();
            }
        }
        return new Found(events, false);
    }

    /**
     * Where the topics that a filter wants begin and end, whatever else it wants.
     */
    public Ends ends(Connection connection, EventFilter filter) throws SQLException {
        Integer @Nullable [] ids = topics.matching(connection, filter);
        String sql = ids == null
                ? """
                        SELECT (SELECT position FROM %1$s WHERE position > (SELECT floor FROM %2$s) ORDER BY position LIMIT 1), %3$s"""
                        .formatted(tables.event(), tables.log(), Heads.expression(tables))
                : """
                        SELECT min(first), max(last)
                        FROM (SELECT (SELECT position FROM %1$s e WHERE e.topic_id >= t.id AND e.topic_id <= t.id
                                          AND e.position > t.floor ORDER BY e.topic_id, e.position LIMIT 1) AS first,
                                     greatest((SELECT position FROM %1$s e WHERE e.topic_id >= t.id AND e.topic_id <= t.id
                                               ORDER BY e.topic_id DESC, e.position DESC LIMIT 1), t.floor) AS last
                              FROM %2$s t WHERE t.id = ANY (?)) AS ends""".formatted(tables.event(), tables.topic());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (ids != null) {
                statement.setArray(1, connection.createArrayOf("int4", ids));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                // SQL's NULL, for no event at all, reads as 0.
                return new Ends(row.getLong(1), row.getLong(2));
            }
        }
    }
}
