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
 * A batch of few events as statements of one round trip: lock, decide, store, note, notify, commit, all on the server's side.
 */
final class SmallBatch {

    private static final long DAY_MICROS = 86_400_000_000L;

    private final Tables tables;
    private final String sql;
    private final String writer;

    SmallBatch(Tables tables, String lock, String writer) {
        this.tables = tables;
        this.writer = writer;
        // Each statement of the round trip has a snapshot of its own; the second one's is taken after the lock was got.
        // A time is put together from days and the rest, since an interval of microseconds is multiplied as a double.
        this.sql = lock + """
                ; WITH place AS MATERIALIZED (
                    SELECT %1$s AS head, (%4$s) AS applied,
                           clock_timestamp() AS recorded),
                stored AS (
                    INSERT INTO %3$s (position, recorded, time, index, topic_id, kind, id, key, correlation_id, run, step,
                                      headers, payload)
                    SELECT place.head + e.n, place.recorded,
                           (timestamp 'epoch' + e.day * interval '1 day' + e.micros * interval '1 microsecond')
                               AT TIME ZONE 'UTC',
                           e.index, e.topic_id, e.kind, e.id, e.key, e.correlation_id, e.run, e.step, e.headers::json,
                           e.payload::json
                    FROM place, unnest(?::int4[], ?::int8[], ?::int8[], ?::int4[], ?::text[], ?::text[], ?::text[],
                                       ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                        AS e (day, micros, index, topic_id, kind, id, key, correlation_id, run, step, headers, payload, n)
                    WHERE place.applied IS NULL),
                noted AS (
                    INSERT INTO %2$s (head, writer, number)
                    SELECT head + ?, ?, ? FROM place WHERE applied IS NULL)
                SELECT coalesce(applied, head + ?) FROM place;
                SELECT pg_notify(?, %1$s || ' ' || ?) WHERE ?;
                COMMIT""".formatted(Heads.expression(tables), tables.batch(), tables.event(),
                BatchWriter.applied(tables));
    }

    /**
     * @return the position of the batch's last event
     */
    long write(Connection connection, long number, List<EventData> events, ToIntFunction<String> topicIds, boolean notify)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = 1;
            statement.setString(i++, writer);
            statement.setLong(i++, number);
            for (Column column : COLUMNS) {
                Object[] values = new Object[events.size()];
                for (int row = 0; row < values.length; row++) {
                    values[row] = column.value.apply(events.get(row), topicIds);
                }
                statement.setArray(i++, connection.createArrayOf(column.type, values));
            }
            statement.setInt(i++, events.size());
            statement.setString(i++, writer);
            statement.setLong(i++, number);
            statement.setInt(i++, events.size());
            statement.setString(i++, tables.channel());
            statement.setString(i++, writer);
            statement.setBoolean(i, notify);
            return RoundTrip.execute(statement, 2, row -> row.getLong(1));
        }
    }

    private record Column(String type, BiFunction<EventData, ToIntFunction<String>, @Nullable Object> value) {

        Column(String type, Function<EventData, @Nullable Object> value) {
            this(type, (event, topicIds) -> value.apply(event));
        }
    }

    private static final List<Column> COLUMNS = List.of(
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
