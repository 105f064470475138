package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.JournalException;

/**
 * Where the journal begins and ends.
 */
public final class Heads {

    /** The highest key of a b-tree: one step, whatever old snapshots keep alive elsewhere in the table. */
    private static final String HEAD = "coalesce((SELECT head FROM %s ORDER BY head DESC LIMIT 1), 0)";

    private Heads() {
    }

    /**
     * A journal at one moment.
     *
     * @param epoch its epoch
     * @param floor positions up to here may be missing
     * @param head the highest position; everything up to it is visible
     * @param headCursor names "strictly after the head"
     * @param checkedId the id of the event at the position that was asked about, or {@code null} when there is none
     * @param unsequenced the highest ticket of a transaction that is committed and has no positions yet; 0 when there is none
     */
    public record Extent(String epoch, long floor, long head, Cursor headCursor, @Nullable String checkedId,
            long unsequenced) {
    }

    static String expression(Tables tables) {
        return HEAD.formatted(tables.batch());
    }

    /** The highest position. */
    public static long head(Connection connection, Tables tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + expression(tables));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * The head, and the event up to which somebody wants to read.
     *
     * @param head the highest position
     * @param position a position, or the head if that is lower
     * @param id the id of the event there, or {@code null} when it was removed
     */
    record Reach(long head, long position, @Nullable String id) {
    }

    /** The highest position, and the event at one that is wanted. */
    static Reach reach(Connection connection, Tables tables, long wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT h.head, (SELECT id FROM %s WHERE position = least(h.head, ?)) FROM (SELECT %s AS head) h"""
                .formatted(tables.event(), expression(tables)))) {
            statement.setLong(1, wanted);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Reach(row.getLong(1), Math.min(row.getLong(1), wanted), row.getString(2));
            }
        }
    }

    /** The id of the event at a position; {@code null} when there is none. */
    public static @Nullable String eventId(Connection connection, Tables tables, long position) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id FROM " + tables.event() + " WHERE position = ?")) {
            statement.setLong(1, position);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** The epoch, which never changes while the tables exist. */
    public static String epoch(Connection connection, Tables tables) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT epoch FROM " + tables.log())) {
            if (!row.next()) {
                throw new JournalException("The table " + tables.log() + " is empty; it must have its one row");
            }
            return row.getString(1);
        }
    }

    /**
     * Looks at the whole journal, and at the event at one position.
     *
     * @param ticketLimit the highest ticket that is of interest
     */
    public static Extent extent(Connection connection, Tables tables, long checked, long ticketLimit) throws SQLException {
        // One snapshot for all: what is committed is either below the head or in the pending table. That table is looked at only
        // where the last batch says that there may be something, since a plain scan would walk over all that was moved away.
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH place AS MATERIALIZED (
                    SELECT epoch, floor, b.head, b.moved_through, b.missed
                    FROM %1$s, (SELECT head, moved_through, missed FROM %2$s ORDER BY head DESC LIMIT 1) b)
                SELECT epoch, floor, head, (SELECT id FROM %3$s WHERE position = head),
                       (SELECT id FROM %3$s WHERE position = ?),
                       (SELECT coalesce(max(ticket), 0) FROM (
                            SELECT ticket FROM %4$s WHERE ticket > (SELECT moved_through FROM place)
                            UNION ALL
                            SELECT ticket FROM %4$s WHERE ticket = ANY ((SELECT missed FROM place)::bigint[])) p
                        WHERE ticket <= ?)
                FROM place""".formatted(tables.log(), tables.batch(), tables.event(), tables.pending()))) {
            statement.setLong(1, checked);
            statement.setLong(2, ticketLimit);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("The table " + tables.log() + " is empty; it must have its one row");
                }
                String epoch = row.getString(1);
                long head = row.getLong(3);
                String headId = row.getString(4);
                Cursor headCursor = headId == null ? new Cursor(epoch, head, 0) : Cursor.after(epoch, head, headId);
                return new Extent(epoch, row.getLong(2), head, headCursor, row.getString(5), row.getLong(6));
            }
        }
    }
}
