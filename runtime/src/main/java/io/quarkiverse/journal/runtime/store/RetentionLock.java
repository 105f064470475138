package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Lets one session of all nodes at a time raise floors and remove events. It ends with its session, so that another node goes
 * on when
 * one dies.
 */
public final class RetentionLock {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final String key;

    public RetentionLock(Tables tables) {
        this.key = "hashtext('quarkus-journal retention " + tables.schema() + "')";
    }

    /** Takes the lock unless another session has it. */
    public boolean tryLock(Connection connection) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(" + key + ")");
    }

    /** Takes the lock, or fails when the session's lock_timeout has passed. */
    public void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(" + key + ")")) {
            statement.execute();
        }
    }

    /** Whether a statement of a session with a lock_timeout failed since somebody else has the lock that it needs. */
    public static boolean isTaken(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    public void unlock(Connection connection) throws SQLException {
        ask(connection, "SELECT pg_advisory_unlock(" + key + ")");
    }

    private static boolean ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
