package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * A batch of few events as statements of one round trip: lock, decide, store, note, notify, commit, all on the server's side.
 */
final class SmallBatch {

    private final Tables tables;
    private final String sql;
    private final String writer;

    SmallBatch(Tables tables, String lockAndMove, String writer) {
        this.tables = tables;
        this.writer = writer;
        this.sql = lockAndMove + """
                WITH %4$s,
                stored AS (
                    INSERT INTO %3$s (position, recorded, %6$s)
                    SELECT place.head + e.n, place.recorded, %7$s
                    FROM place, unnest(%8$s) WITH ORDINALITY AS e (%9$s, n)
                    WHERE applied IS NULL AND NOT more),
                noted AS (
                    INSERT INTO %2$s (head, writer, number, moved_through, missed, missed_at)
                    SELECT head + ?, ?, ?, moved_through, missed, missed_at
                    FROM place WHERE applied IS NULL AND NOT more AND ?)
                SELECT %5$s FROM place;
                SELECT pg_notify(?, %1$s || ' ' || ?) WHERE ?;
                COMMIT""".formatted(Heads.expression(tables), tables.batch(), tables.event(), Decision.place(tables),
                Decision.COLUMNS, EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS, EventArrays.ALIASES);
    }

    Decision write(Connection connection, LockedStart start, List<EventData> events, ToIntFunction<String> topicIds)
            throws SQLException {
        Attempt attempt = start.attempt();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = start.bind(statement);
            statement.setString(i++, writer);
            statement.setLong(i++, attempt.batch());
            i = EventArrays.bind(connection, statement, i, events, topicIds);
            statement.setInt(i++, events.size());
            statement.setString(i++, writer);
            statement.setLong(i++, attempt.number());
            statement.setBoolean(i++, !events.isEmpty());
            statement.setString(i++, tables.channel());
            statement.setString(i++, writer);
            statement.setBoolean(i, attempt.tells());
            return start.execute(statement);
        }
    }
}
