package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * A batch of many events by COPY BINARY. The rows are encoded before the lock is taken.
 */
final class CopyBatch {

    private final Tables tables;
    private final String writer;
    private final String begin;
    private final String end;
    private final CopyRows copy = new CopyRows();

    CopyBatch(Tables tables, String lockAndMove, String writer) {
        this.tables = tables;
        this.writer = writer;
        this.begin = lockAndMove + "WITH " + Decision.place(tables) + " SELECT " + Decision.COLUMNS + " FROM place";
        this.end = """
                INSERT INTO %1$s (head, writer, number, moved_through, missed, missed_at)
                SELECT ?, ?, ?, moved_through, missed, missed_at FROM %1$s ORDER BY head DESC LIMIT 1;
                SELECT pg_notify(?, ?) WHERE ?;
                COMMIT""".formatted(tables.batch());
    }

    Decision write(Connection connection, LockedStart start, List<EventData> events, ToIntFunction<String> topicIds)
            throws SQLException {
        copy.reset();
        for (EventData event : events) {
            copy.add(event, topicIds.applyAsInt(event.topic()));
        }
        Decision decision = begin(connection, start);
        if (!decision.stores()) {
            endWithoutOwn(connection, start.attempt(), decision.head());
            return decision;
        }
        copy.finish(decision.head() + 1, decision.recordedMicros());
        send(connection);
        end(connection, start.attempt(), decision.head() + events.size());
        return decision;
    }

    private Decision begin(Connection connection, LockedStart start) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin)) {
            int next = start.bind(statement);
            statement.setString(next, writer);
            statement.setLong(next + 1, start.attempt().batch());
            return start.execute(statement);
        }
    }

    private void send(Connection connection) throws SQLException {
        CopyIn stream = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + tables.event() + " (" + CopyRows.COLUMNS + ") FROM STDIN (FORMAT binary)");
        try {
            stream.writeToCopy(copy.array(), 0, copy.length());
            stream.endCopy();
        } finally {
            if (stream.isActive()) {
                stream.cancelCopy();
            }
        }
    }

    private void end(Connection connection, Attempt attempt, long newHead) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(end)) {
            statement.setLong(1, newHead);
            statement.setString(2, writer);
            statement.setLong(3, attempt.number());
            statement.setString(4, tables.channel());
            statement.setString(5, Notification.text(newHead, writer));
            statement.setBoolean(6, attempt.tells());
            statement.execute();
        }
    }

    /** What was moved stays moved. An earlier attempt that was applied may not have notified. */
    private void endWithoutOwn(Connection connection, Attempt attempt, long head) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?) WHERE ?; COMMIT")) {
            statement.setString(1, tables.channel());
            statement.setString(2, Notification.text(head, writer));
            statement.setBoolean(3, attempt.tells());
            statement.execute();
        }
    }
}
