package io.quarkiverse.journal.runtime.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * The end of a batch that took more than one round trip: note it, notify, commit.
 */
final class BatchEnd {

    private final Tables tables;
    private final String writer;
    private final String sql;

    BatchEnd(Tables tables, String writer) {
        this.tables = tables;
        this.writer = writer;
        this.sql = """
                INSERT INTO %1$s (head, writer, number, %2$s, repeats)
                SELECT ?, ?, ?, %2$s, ?::int8[] FROM %1$s ORDER BY head DESC LIMIT 1;
                SELECT pg_notify(?, ?) WHERE ?;
                COMMIT""".formatted(tables.batch(), PendingMove.STATE);
    }

    /** The statements, for {@link #bind}. */
    String sql() {
        return sql;
    }

    /**
     * @param newHead where the batch ended
     * @param repeats of each given id its position, if it was stored before; {@code null} for none
     */
    void bind(PreparedStatement statement, int firstIndex, Attempt attempt, long newHead, @Nullable Array repeats)
            throws SQLException {
        int i = firstIndex;
        statement.setLong(i++, newHead);
        statement.setString(i++, writer);
        statement.setLong(i++, attempt.number());
        statement.setArray(i++, repeats);
        bindNotification(statement, i, attempt, newHead);
    }

    /** What was moved stays moved. An earlier attempt that was applied may not have notified. */
    void withoutOwn(Connection connection, Attempt attempt, long head) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?) WHERE ?; COMMIT")) {
            bindNotification(statement, 1, attempt, head);
            statement.execute();
        }
    }

    private void bindNotification(PreparedStatement statement, int firstIndex, Attempt attempt, long head)
            throws SQLException {
        statement.setString(firstIndex, tables.channel());
        statement.setString(firstIndex + 1, Notification.text(head, writer));
        statement.setBoolean(firstIndex + 2, attempt.tells());
    }
}
