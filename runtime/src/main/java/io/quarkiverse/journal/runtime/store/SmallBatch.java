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

    /** Up to here one statement with arrays beats the round trips of COPY. */
    static final int MOST = 100;

    /** An array is one value to the server, and it takes none of 1 GiB: few events that are large go by COPY too. */
    private static final long MOST_BYTES = 1024 * 1024;

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
                    WHERE applied IS NULL AND NOT more AND closed IS NULL),
                noted AS (
                    INSERT INTO %2$s (head, writer, number, %10$s)
                    SELECT head + ?, ?, ?, %10$s
                    FROM place WHERE applied IS NULL AND NOT more AND closed IS NULL AND ?)
                SELECT %5$s FROM place;
                SELECT pg_notify(?, %1$s || ' ' || ?) WHERE ?;
                COMMIT""".formatted(Heads.expression(tables), tables.batch(), tables.event(), Decision.place(tables),
                Decision.COLUMNS, EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS, EventArrays.ALIASES,
                PendingMove.STATE);
    }

    static boolean takes(List<EventData> events) {
        return events.size() <= MOST && events.stream().mapToLong(EventData::weight).sum() <= MOST_BYTES;
    }

    Decision write(Connection connection, LockedStart start, List<EventData> events, ToIntFunction<String> topicIds)
            throws SQLException {
        Attempt attempt = start.attempt();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = Decision.bind(connection, statement, start.bind(statement), writer, attempt,
                    BatchTopics.of(events, topicIds));
            i = EventArrays.bind(connection, statement, i, events, topicIds);
            statement.setInt(i++, events.size());
            statement.setString(i++, writer);
            statement.setLong(i++, attempt.number());
            statement.setBoolean(i++, !events.isEmpty());
            statement.setString(i++, tables.channel());
            statement.setString(i++, writer);
            statement.setBoolean(i, attempt.tells());
            return start.execute(statement, Decision::read);
        }
    }
}
