package io.quarkiverse.journal.runtime.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Events as arrays, one for each column: as parameters of {@code unnest} in an INSERT … SELECT.
 */
final class EventArrays {

    /** The columns of the event table and of the pending table that they fill. */
    static final String COLUMNS = "time, index, topic_id, kind, id, key, correlation_id, run, step, headers, payload";
    /** What {@code unnest} takes. */
    static final String PARAMETERS = "?::int4[], ?::int8[], ?::int8[], ?::int4[], ?::text[], ?::text[], ?::text[], ?::text[], "
            + "?::text[], ?::text[], ?::text[], ?::text[]";
    /** What its columns are called. */
    static final String ALIASES = "day, micros, index, topic_id, kind, id, key, correlation_id, run, step, headers, payload";
    /**
     * The columns' values, from the relation {@code e}. A time is put together from days and the rest, since an interval of
     * microseconds is multiplied as a double.
     */
    static final String VALUES = "(timestamp 'epoch' + e.day * interval '1 day' + e.micros * interval '1 microsecond') "
            + "AT TIME ZONE 'UTC', e.index, e.topic_id, e.kind, e.id, e.key, e.correlation_id, e.run, e.step, "
            + "e.headers::json, e.payload::json";

    private static final long DAY_MICROS = 86_400_000_000L;

    private EventArrays() {
    }

    /**
     * Sets the parameters.
     *
     * @return the index after the last one
     */
    static int bind(Connection connection, PreparedStatement statement, int firstIndex, List<EventData> events,
            ToIntFunction<String> topicIds) throws SQLException {
        int index = firstIndex;
        for (Column column : ARRAYS) {
            Object[] values = new Object[events.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = column.value.apply(events.get(row), topicIds);
            }
            statement.setArray(index++, connection.createArrayOf(column.type, values));
        }
        return index;
    }

    /** What one event takes instead: {@link #PARAMETERS} without the arrays. */
    static final String SINGLE = PARAMETERS.replace("[]", "");

    /**
     * Sets the parameters of one event, for {@link #SINGLE}.
     *
     * @return the index after the last one
     */
    static int bindSingle(PreparedStatement statement, int firstIndex, EventData event, int topicId) throws SQLException {
        int index = firstIndex;
        for (Column column : ARRAYS) {
            statement.setObject(index++, column.value.apply(event, topic -> topicId));
        }
        return index;
    }

    private record Column(String type, BiFunction<EventData, ToIntFunction<String>, @Nullable Object> value) {

        Column(String type, Function<EventData, @Nullable Object> value) {
            this(type, (event, topicIds) -> value.apply(event));
        }
    }

    private static final List<Column> ARRAYS = List.of(
            new Column("int4", event -> (int) Math.floorDiv(event.timeMicros(), DAY_MICROS)),
            new Column("int8", event -> Math.floorMod(event.timeMicros(), DAY_MICROS)),
            new Column("int8", EventData::index),
            new Column("int4", (event, topicIds) -> topicIds.applyAsInt(event.topic())),
            new Column("text", EventData::kind),
            new Column("text", EventData::id),
            new Column("text", EventData::key),
            new Column("text", EventData::correlationId),
            new Column("text", EventData::run),
            new Column("text", EventData::step),
            new Column("text", event -> text(event.headers())),
            new Column("text", event -> text(event.payload())));

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
