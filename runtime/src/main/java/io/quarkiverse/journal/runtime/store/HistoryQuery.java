package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Reads what is stored between two positions, in either order.
 */
public final class HistoryQuery {

    /** Rows that the driver asks for at a time, so that a page of large events is never in memory as a whole. */
    private static final int FETCH = 250;

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
            letTimeBeLookedUp(connection, range);
            return select(connection, range, conditions, after, before, limit, mostBytes);
        } finally {
            // Ends the transaction too; it only read.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Found select(Connection connection, HistoryRange range, FilterSql conditions, long after, long before, int limit,
            long mostBytes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT %s FROM %s e
                WHERE e.position > ? AND e.position < ? AND e.kind <> '%s'%s%s%s
                ORDER BY e.position %s LIMIT ?""".formatted(EventRows.COLUMNS, tables.event(), EventData.END,
                conditions.where(),
                range.fromMicros() == null ? "" : " AND e.time >= ?", range.toMicros() == null ? "" : " AND e.time < ?",
                range.descending() ? "DESC" : "ASC"))) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, after);
            statement.setLong(2, before);
            int index = conditions.bind(statement, 3);
            index = bindTime(statement, index, range.fromMicros());
            index = bindTime(statement, index, range.toMicros());
            // One more tells whether there are more.
            statement.setInt(index, limit + 1);
            return collect(connection, statement, limit, mostBytes);
        }
    }

    /** Which blocks may have a time can only be gathered; see {@link JournalPools#READER_SESSION} for why others may not. */
    private static void letTimeBeLookedUp(Connection connection, HistoryRange range) throws SQLException {
        if (range.fromMicros() != null || range.toMicros() != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_bitmapscan = on");
            }
        }
    }

    private static int bindTime(PreparedStatement statement, int index, @Nullable Long micros) throws SQLException {
        if (micros == null) {
            return index;
        }
        statement.setObject(index, OffsetDateTime.ofInstant(EventJson.fromMicros(micros), ZoneOffset.UTC));
        return index + 1;
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
