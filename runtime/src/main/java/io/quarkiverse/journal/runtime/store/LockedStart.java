package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * The beginning of every batch: the lock, and what callers' transactions have committed.
 *
 * @param attempt the attempt that it belongs to
 * @param move moves what is committed
 * @param moved takes the events that were moved
 */
record LockedStart(Attempt attempt, PendingMove move, Consumer<StoredEvent> moved, EventRows rows, Connection connection) {

    /**
     * @return the index of the first parameter that follows
     */
    int bind(PreparedStatement statement) throws SQLException {
        return move.bind(statement, 1, attempt.number());
    }

    /** Executes a round trip that begins with the lock and the move, and goes on with the decision. */
    Decision execute(PreparedStatement statement) throws SQLException {
        return RoundTrip.execute(statement, List.of(LockedStart::passOver, this::readLock, this::readMoved), Decision::read);
    }

    /** What was given out is kept on the server, for the move. */
    private static void passOver(ResultSet result) {
        // Nothing in it is needed here.
    }

    private void readMoved(ResultSet result) throws SQLException {
        while (result.next()) {
            moved.accept(rows.map(connection, result));
        }
    }

    /** The lock's statement has rows too, of no columns. */
    private void readLock(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new SQLException("The journal's log table is empty; it must have its one row");
        }
    }
}
