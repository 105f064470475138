package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * A batch that is the end of a topic. Stored if the topic has none yet and no open transaction has published to it: that is
 * decided by the topic's lock, which is tried before the move. So everything is moved that was committed by those who had it,
 * and nobody can come in between.
 * <p>
 * As with a guard the decision is the client's: an orphaned attempt decides nothing.
 */
final class EndBatch {

    /** A setting of the transaction: whether it has the topic's lock alone. */
    private static final String ALONE = "quarkus_journal.alone";

    private final Tables tables;
    private final String writer;
    private final String epoch;
    private final PendingMove move;
    private final BatchEnd end;
    private final String store;

    EndBatch(Tables tables, PendingMove move, String writer, String epoch, BatchEnd end) {
        this.tables = tables;
        this.writer = writer;
        this.epoch = epoch;
        this.move = move;
        this.end = end;
        this.store = """
                INSERT INTO %s (position, recorded, %s)
                SELECT ? + e.n, timestamptz 'epoch' + ? * interval '1 microsecond', %s
                FROM unnest(%s) WITH ORDINALITY AS e (%s, n);
                UPDATE %s SET ended = ?, closing = NULL WHERE id = ?;
                """.formatted(tables.event(), EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS,
                EventArrays.ALIASES, tables.topic()) + end.sql();
    }

    private record Known(Decision decision, boolean alone, @Nullable Long ended, @Nullable String endId) {

        static Known read(ResultSet row) throws SQLException {
            Decision decision = Decision.read(row);
            long ended = row.getLong(Decision.WIDTH + 2);
            Long presentEnded = row.wasNull() ? null : ended;
            return new Known(decision, row.getBoolean(Decision.WIDTH + 1), presentEnded, row.getString(Decision.WIDTH + 3));
        }
    }

    GuardedBatch.Outcome write(Connection connection, LockedStart start, EventData event, ToIntFunction<String> topicIds)
            throws SQLException {
        int topicId = topicIds.applyAsInt(event.topic());
        try (PreparedStatement statement = connection.prepareStatement(store)) {
            int next = EventArrays.bind(connection, statement, 3, List.of(event), topicIds);
            Known known = begin(connection, start, topicId);
            Decision decision = known.decision();
            Ruling ruling = decision.stores() ? rule(known, event.topic()) : null;
            if (ruling != null || !decision.stores()) {
                end.withoutOwn(connection, start.attempt(), decision.head());
                return new GuardedBatch.Outcome(decision,
                        decision.applied() == null ? null : Placement.consecutive(decision.first(1), 1), ruling);
            }
            long position = decision.head() + 1;
            statement.setLong(1, decision.head());
            statement.setLong(2, decision.recordedMicros());
            statement.setLong(next++, position);
            statement.setInt(next++, topicId);
            end.bind(statement, next, start.attempt(), position, null);
            statement.execute();
            return new GuardedBatch.Outcome(decision, Placement.consecutive(position, 1), null);
        }
    }

    /** The topic's number is part of the text: what comes before the lock has no parameters. */
    private Known begin(Connection connection, LockedStart start, int topicId) throws SQLException {
        String sql = "BEGIN; " + move.before() + ", set_config('" + ALONE + "', (CASE WHEN "
                + TopicLock.take(tables, Integer.toString(topicId)) + " THEN " + TopicLock.changeMark(tables)
                + " IS NOT NULL ELSE false END)::text, true); " + LockedStart.lock(tables) + "; "
                + move.sql() + ";\n" + """
                        WITH %1$s, topic AS (SELECT ended FROM %2$s WHERE id = %3$d)
                        SELECT %4$s, current_setting('%5$s')::boolean, topic.ended,
                               (SELECT id FROM %6$s WHERE position = topic.ended)
                        FROM place, topic""".formatted(Decision.place(tables), tables.topic(), topicId, Decision.COLUMNS,
                        ALONE, tables.event());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Decision.bind(connection, statement, start.bind(statement), writer, start.attempt(), List.of());
            return start.execute(statement, Known::read);
        }
    }

    private @Nullable Ruling rule(Known known, String topic) {
        Long ended = known.ended();
        if (ended != null) {
            Cursor cursor = known.endId() == null ? new Cursor(epoch, ended, 0) : Cursor.after(epoch, ended, known.endId());
            return new Ruling(new Receipt(1, ended, ended, cursor, true), null);
        }
        return known.alone() ? null : new Ruling(null, new TopicInUseException(topic));
    }
}
