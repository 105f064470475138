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

    private final String where;
    private final boolean nothing;
    private final List<Object> values;

    private FilterSql(String where, boolean nothing, List<Object> values) {
        this.where = where;
        this.nothing = nothing;
        this.values = values;
    }

    /**
     * Translates a filter, which lets the ends of topics through whatever else it wants. Topics are looked up, so that the
     * planner sees numbers that it has statistics for.
     */
    public static FilterSql of(Connection connection, TopicIds topics, EventFilter filter) throws SQLException {
        StringBuilder where = new StringBuilder();
        List<Object> values = new ArrayList<>();
        Integer @Nullable [] ids = topics.matching(connection, filter);
        if (ids != null && ids.length == 1) {
            where.append(" AND e.topic_id = ?");
            values.add(ids[0]);
        } else if (ids != null) {
            where.append(" AND e.topic_id = ANY (?)");
            values.add(connection.createArrayOf("int4", ids));
        }
        StringBuilder others = new StringBuilder();
        anyOf(connection, others, values, "kind", filter.kinds());
        anyOf(connection, others, values, "key", filter.keys());
        anyOf(connection, others, values, "correlation_id", filter.correlationIds());
        anyOf(connection, others, values, "run", filter.runs());
        anyOf(connection, others, values, "step", filter.steps());
        if (filter.afterMicros() != null) {
            others.append(" AND e.time > ?");
            values.add(OffsetDateTime.ofInstant(EventJson.fromMicros(filter.afterMicros()), ZoneOffset.UTC));
        }
        if (!others.isEmpty()) {
            where.append(" AND (e.kind = '" + EventData.END + "' OR true").append(others).append(')');
        }
        return new FilterSql(where.toString(), ids != null && ids.length == 0, values);
    }

    private static void anyOf(Connection connection, StringBuilder where, List<Object> values, String column,
            Set<String> wanted) throws SQLException {
        if (wanted.size() == 1) {
            where.append(" AND e.").append(column).append(" = ?");
            values.add(wanted.iterator().next());
        } else if (!wanted.isEmpty()) {
            where.append(" AND e.").append(column).append(" = ANY (?)");
            values.add(connection.createArrayOf("text", wanted.toArray()));
        }
    }

    /** The conditions, each with a leading {@code AND}; or an empty text. */
    public String where() {
        return where;
    }

    /** Whether no event can match: none of the topics exists yet. */
    public boolean nothing() {
        return nothing;
    }

    /**
     * Sets the conditions' parameters.
     *
     * @return the index after the last one
     */
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = firstIndex;
        for (Object value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }
}
