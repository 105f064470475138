package io.quarkiverse.journal.runtime.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Where the ids that publishers gave were stored, for as long as they are remembered.
 */
final class RememberedIds {

    /** The end of an INSERT into the table of ids. */
    static final String REPLACE = "ON CONFLICT (topic_id, id) DO UPDATE SET position = excluded.position, "
            + "recorded = excluded.recorded";

    private final Tables tables;
    private final long windowMicros;

    RememberedIds(Tables tables, Duration window) {
        this.tables = tables;
        this.windowMicros = TimeUnit.NANOSECONDS.toMicros(window.toNanos());
    }

    /**
     * Whether an id counts, beside a relation that has the server's clock as {@code recorded}.
     *
     * @param row the alias of the row of the id
     * @param now the alias of that relation
     */
    String counts(String row, String now) {
        return row + ".recorded > " + now + ".recorded - " + windowMicros + " * interval '1 microsecond'";
    }

    /**
     * An array of the ids' positions, beside {@code place}; for {@link #bindLook}. Of a batch that was applied before it is
     * what
     * was found then. Each id is one step into the index, whatever the planner thinks of the table.
     */
    String look() {
        return """
                CASE WHEN place.applied IS NULL THEN ARRAY(
                         SELECT (SELECT g.position FROM %1$s g WHERE g.topic_id = a.topic_id AND g.id = a.id AND %2$s)
                         FROM unnest(?::int4[], ?::text[]) WITH ORDINALITY AS a (topic_id, id, n) ORDER BY n)
                     ELSE (SELECT b.repeats FROM %3$s b WHERE b.head = place.applied) END"""
                .formatted(tables.givenId(), counts("g", "place"), tables.batch());
    }

    int bindLook(Connection connection, PreparedStatement statement, int firstIndex, GivenIds ids) throws SQLException {
        statement.setArray(firstIndex, connection.createArrayOf("int4", ids.topicIds()));
        statement.setArray(firstIndex + 1, connection.createArrayOf("text", ids.ids()));
        return firstIndex + 2;
    }

    @Nullable
    Long[] read(ResultSet row, int column, GivenIds ids) throws SQLException {
        Array array = row.getArray(column);
        return ids.answers(array == null ? null : (@Nullable Long[]) array.getArray());
    }

    /** Remembers ids, in the place of those that do not count any more. For {@link #bindRemember}. */
    String remember() {
        return """
                INSERT INTO %s (topic_id, id, position, recorded)
                SELECT topic_id, id, position, timestamptz 'epoch' + ? * interval '1 microsecond'
                FROM unnest(?::int4[], ?::text[], ?::int8[]) AS a (topic_id, id, position) WHERE position IS NOT NULL
                """.formatted(tables.givenId()) + REPLACE;
    }

    /**
     * @param positions of each id, {@code null} for those that are remembered already
     */
    int bindRemember(Connection connection, PreparedStatement statement, int firstIndex, GivenIds ids,
            @Nullable Long[] positions, long recordedMicros) throws SQLException {
        statement.setLong(firstIndex, recordedMicros);
        bindLook(connection, statement, firstIndex + 1, ids);
        statement.setArray(firstIndex + 3, connection.createArrayOf("int8", positions));
        return firstIndex + 4;
    }
}
