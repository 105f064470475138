package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the session that holds the journal's lock and whose client has stalled: a process that was stopped, a host that hangs.
 * The
 * server's own time-outs do not see it while a COPY is under way, since such a session counts as active.
 * <p>
 * The session is found by the lock's row itself, which names the transaction that holds it. It has stalled if it is in its
 * transaction for long, waits for its client, and got nothing from it between two looks: a large batch that is still arriving
 * goes on. Ending a session by mistake costs no event: its batch is sent again under the same number.
 */
final class StalledHolder {

    private static final Logger LOG = Logger.getLogger(StalledHolder.class);

    private final String look;

    StalledHolder(Tables tables) {
        this.look = """
                SELECT a.pid, a.xact_start::text,
                       concat_ws(' ', a.query_start, a.state_change, a.wait_event, c.bytes_processed) AS progress
                FROM %s j
                JOIN pg_locks l ON l.locktype = 'transactionid' AND l.transactionid = j.xmax AND l.granted
                JOIN pg_stat_activity a ON a.pid = l.pid
                LEFT JOIN pg_stat_progress_copy c ON c.pid = a.pid
                WHERE a.wait_event_type = 'Client' AND a.xact_start < clock_timestamp() - interval '2.5 s'
                  AND a.pid <> pg_backend_pid()""".formatted(tables.log());
    }

    /**
     * @param pid the session
     * @param since when its transaction began
     * @param progress changes when it gets something from its client
     */
    private record Holder(int pid, String since, String progress) {
    }

    /**
     * @param connection in autocommit mode, so that each look is a new one
     * @return whether a session was ended
     */
    boolean end(Connection connection) throws SQLException {
        Holder first = look(connection);
        if (first == null) {
            return false;
        }
        pause(connection);
        if (!first.equals(look(connection))) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(pid) "
                + "FROM pg_stat_activity WHERE pid = ? AND xact_start = ?::timestamptz")) {
            statement.setInt(1, first.pid);
            statement.setString(2, first.since);
            try (ResultSet ended = statement.executeQuery()) {
                boolean done = ended.next() && ended.getBoolean(1);
                if (done) {
                    LOG.warnf(
                            "The session with the server's process id %d held the journal's lock since %s, and its client has "
                                    + "stalled; it was ended. That node sends its batch again when it goes on",
                            first.pid, first.since);
                }
                return done;
            }
        }
    }

    private static void pause(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_sleep(0.25)")) {
            statement.execute();
        }
    }

    private @Nullable Holder look(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(look); ResultSet row = statement.executeQuery()) {
            return row.next() ? new Holder(row.getInt(1), row.getString(2), row.getString(3)) : null;
        }
    }
}
