package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;

/**
 * The table of durable consumers. Every statement of an owner names the fence under which it took the consumer over: once
 * somebody else has, it changes nothing.
 * <p>
 * Thread-safe.
 */
public final class Consumers {

    private static final String MOVE = """
            UPDATE %s SET position = ?, cursor = ?, moved = clock_timestamp()
            WHERE name = ? AND fence = ?""";

    private final Tables tables;

    public Consumers(Tables tables) {
        this.tables = tables;
    }

    /**
     * A consumer that was taken over.
     *
     * @param fence what the owner's statements name
     * @param checkpoint how far the consumer has come; {@code null} before its first checkpoint
     */
    public record Taken(long fence, @Nullable Cursor checkpoint) {
    }

    /**
     * Takes a consumer over unless somebody else has a lease of it. One that is not there yet is made.
     *
     * @param owner says to operators who it is
     * @param atHead whether a consumer without a checkpoint gets the head of the journal as one
     * @return nothing when somebody else has it
     */
    public Optional<Taken> take(Connection connection, String name, String owner, Duration lease, boolean atHead)
            throws SQLException {
        Optional<Taken> taken = take(connection, name, owner, lease);
        if (taken.isEmpty() || !atHead || taken.get().checkpoint() != null) {
            return taken;
        }
        // Stored before anything is read: whoever begins at the end, and dies before its first checkpoint, would otherwise begin
        // at a later end.
        Cursor head = Heads.extent(connection, tables, 0, 0).headCursor();
        return move(connection, name, taken.get().fence(), head) ? Optional.of(new Taken(taken.get().fence(), head))
                : Optional.empty();
    }

    private Optional<Taken> take(Connection connection, String name, String owner, Duration lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO %1$s AS c (name, owner, fence, leased_until)
                VALUES (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
                ON CONFLICT (name) DO UPDATE
                    SET owner = excluded.owner, fence = c.fence + 1, leased_until = excluded.leased_until
                    WHERE c.leased_until < clock_timestamp()
                RETURNING fence, cursor""".formatted(tables.consumer()))) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, lease.toMillis());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String cursor = row.getString(2);
                return Optional.of(new Taken(row.getLong(1), cursor == null ? null : Cursor.parse(cursor)));
            }
        }
    }

    /**
     * Keeps the lease.
     *
     * @return whether the owner still is one
     */
    public boolean renew(Connection connection, String name, long fence, Duration lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + tables.consumer()
                + " SET leased_until = clock_timestamp() + ? * interval '1 millisecond'"
                + " WHERE name = ? AND fence = ? AND owner IS NOT NULL")) {
            statement.setLong(1, lease.toMillis());
            statement.setString(2, name);
            statement.setLong(3, fence);
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Moves the checkpoint, in the connection's transaction if it is in one.
     *
     * @return whether the owner still is one
     */
    public boolean move(Connection connection, String name, long fence, Cursor place) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE.formatted(tables.consumer()))) {
            statement.setLong(1, place.position());
            statement.setString(2, place.toString());
            statement.setString(3, name);
            statement.setLong(4, fence);
            return statement.executeUpdate() == 1;
        }
    }

    /** Gives the lease up, so that somebody else need not wait for its end. */
    public void release(Connection connection, String name, long fence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + tables.consumer()
                + " SET owner = NULL, leased_until = '-infinity' WHERE name = ? AND fence = ?")) {
            statement.setString(1, name);
            statement.setLong(2, fence);
            statement.executeUpdate();
        }
    }
}
