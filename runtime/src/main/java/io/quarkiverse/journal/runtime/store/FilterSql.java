package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;

/**
 * An {@link EventFilter} as conditions on the event table by the alias {@code e}.
 */
public final class FilterSql {

    private final String topics;
    private final String others;
    private final boolean nothing;
    private final List<Object> topicValues;
    private final List<Object> otherValues;
    private final PositionRange range;

    private FilterSql(PositionRange range, String topics, String others, boolean nothing, List<Object> topicValues,
            List<Object> otherValues) {
        this.range = range;
        this.topics = topics;
        this.others = others;
        this.nothing = nothing;
        this.topicValues = topicValues;
        this.otherValues = otherValues;
    }

    /**
     * Translates a filter. Topics are looked up, so that the planner sees numbers that it has statistics for.
     */
    public static FilterSql of(Connection connection, TopicIds topics, EventFilter filter) throws SQLException {
        Integer @Nullable [] ids = topics.matching(connection, filter);
        String ofTopics = "";
        List<Object> topicValues = List.of();
        if (ids != null && ids.length == 1) {
            ofTopics = " AND topic_id = ?";
            topicValues = List.of(ids[0]);
        } else if (ids != null) {
            ofTopics = " AND topic_id = ANY (?)";
            topicValues = List.of(connection.createArrayOf("int4", ids));
        }
        List<Object> values = new ArrayList<>();
        StringBuilder others = new StringBuilder();
        anyOf(connection, others, values, "kind", filter.kinds());
        anyOf(connection, others, values, "key", filter.keys());
        anyOf(connection, others, values, "correlation_id", filter.correlationIds());
        anyOf(connection, others, values, "run", filter.runs());
        anyOf(connection, others, values, "step", filter.steps());
        if (filter.afterMicros() != null) {
            others.append(" AND time > ?");
            values.add(OffsetDateTime.ofInstant(EventJson.fromMicros(filter.afterMicros()), ZoneOffset.UTC));
        }
        boolean byNothingElse = filter.kinds().isEmpty() && filter.keys().isEmpty() && filter.correlationIds().isEmpty();
        PositionRange range = ids != null && ids.length == 1 && byNothingElse ? new PositionRange(ids[0])
                : PositionRange.OF_THE_JOURNAL;
        return new FilterSql(range, ofTopics, others.toString(),
                ids != null && ids.length == 0, topicValues, values);
    }

    private static void anyOf(Connection connection, StringBuilder where, List<Object> values, String column,
            Set<String> wanted) throws SQLException {
        if (wanted.size() == 1) {
            where.append(" AND ").append(column).append(" = ?");
            values.add(wanted.iterator().next());
        } else if (!wanted.isEmpty()) {
            where.append(" AND ").append(column).append(" = ANY (?)");
            values.add(connection.createArrayOf("text", wanted.toArray()));
        }
    }

    /** The conditions on an event, besides those of {@link #range}, each with a leading {@code AND}; or an empty text. */
    String where() {
        return range.topic() == null ? topics + others : others;
    }

    /** Which positions are looked at, and in which order. */
    PositionRange range() {
        return range;
    }

    /** Whether no event can match: none of the topics exists yet. */
    boolean nothing() {
        return nothing;
    }

    /**
     * The first entries that match, between two positions and in their order: events, and the ends of topics whatever else is
     * wanted. Ends are found by their topics, so that each part has an index that gives it in order. The events have a limit of
     * their own: without it all that match would be sorted together with the ends, for each page.
     */
    String between(Tables tables, int most) {
        String matching = "SELECT %s FROM %s e WHERE %s%s%s ORDER BY %s LIMIT %d".formatted(EventRows.COLUMNS, tables.event(),
                range.where("<="), where(), others.isEmpty() ? "" : " AND kind <> '" + EventData.END + "'", range.order("ASC"),
                most);
        return others.isEmpty() ? matching
                : """
                        SELECT %1$s FROM (%2$s) AS e
                        UNION ALL
                        SELECT %1$s FROM (SELECT ended FROM %3$s WHERE ended > ? AND ended <= ?%4$s) AS t
                        JOIN %5$s e ON e.position = t.ended
                        ORDER BY position LIMIT %6$d"""
                        .formatted(EventRows.COLUMNS, matching, tables.topic(), topics.replace("topic_id", "id"),
                                tables.event(), most);
    }

    /** Sets the parameters of {@link #between}. */
    void bindBetween(PreparedStatement statement, long after, long through) throws SQLException {
        int index = bind(statement, range.bind(statement, 1, after, through));
        if (!others.isEmpty()) {
            bind(statement, PositionRange.OF_THE_JOURNAL.bind(statement, index, after, through), topicValues);
        }
    }

    /**
     * Sets the parameters of {@link #where}.
     *
     * @return the index after the last one
     */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = range.topic() == null ? bind(statement, firstIndex, topicValues) : firstIndex;
        return bind(statement, index, otherValues);
    }

    private static int bind(PreparedStatement statement, int firstIndex, List<Object> values) throws SQLException {
        int index = firstIndex;
        for (Object value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }
}
