package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * The beginning of every batch: the lock, and what callers' transactions have committed.
 * <p>
 * Not thread-safe: used by the writer's thread, for one attempt.
 */
final class LockedStart {

    private final Attempt attempt;
    private final PendingMove move;
    private final EventRows rows;
    private final Connection connection;
    private final List<StoredEvent> moved = new ArrayList<>();
    private int movedRepeats;
    private Duration lockWait = Duration.ZERO;

    LockedStart(Attempt attempt, PendingMove move, EventRows rows, Connection connection) {
        this.attempt = attempt;
        this.move = move;
        this.rows = rows;
        this.connection = connection;
    }

    /**
     * Takes the lock and tells how long that took, in microseconds. The clock is read above the subquery: beside FOR UPDATE it
     * would be read before the lock is waited for.
     */
    static String lock(Tables tables) {
        return "SELECT (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000000)::bigint"
                + " FROM (SELECT FROM " + tables.log() + " FOR UPDATE) locked";
    }

    Attempt attempt() {
        return attempt;
    }

    /** The events that were moved, in order. */
    List<StoredEvent> moved() {
        return moved;
    }

    /** How many events were dropped instead of moved, since their ids were given before. */
    int movedRepeats() {
        return movedRepeats;
    }

    /** How long the lock was waited for, by the server's clock. */
    Duration lockWait() {
        return lockWait;
    }

    /**
     * @return the index of the first parameter that follows
     */
    int bind(PreparedStatement statement) throws SQLException {
        return move.bind(statement, 1, attempt.number());
    }

    /** Executes a round trip that begins with the lock and the move, and goes on with the decision. */
    <T> T execute(PreparedStatement statement, RoundTrip.ResultFunction<T> decision) throws SQLException {
        return RoundTrip.execute(statement, List.of(LockedStart::passOver, this::readLock, this::readMoved), decision);
    }

    /** What was given out is kept on the server, for the move. */
    private static void passOver(ResultSet result) {
        // Nothing in it is needed here.
    }

    private void readMoved(ResultSet result) throws SQLException {
        while (result.next()) {
            movedRepeats = result.getInt(PendingMove.REPEATS);
            if (result.getLong(1) > 0) {
                moved.add(rows.map(connection, result));
            }
        }
    }

    private void readLock(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new SQLException("The journal's log table is empty; it must have its one row");
        }
        // The server's clock may be set back meanwhile.
        lockWait = Duration.of(Math.max(0, result.getLong(1)), ChronoUnit.MICROS);
    }
}
