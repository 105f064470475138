package io.quarkiverse.journal.runtime.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Tables;

/**
 * Makes partitions of the event table ahead of need, on whichever node comes first.
 * <p>
 * Used by the writer's thread alone.
 */
public final class Partitions {

    private static final Logger LOG = Logger.getLogger(Partitions.class);

    private final Tables tables;
    private final long size;
    private long end;

    public Partitions(Tables tables, long size) {
        this.tables = tables;
        this.size = size;
    }

    /** Whether a batch that begins after this head should be preceded by {@link #ensure}: half a partition is left, or less. */
    public boolean dueAt(long head) {
        return head + Math.max(1, size / 2) >= end;
    }

    /** Up to where there are partitions, exclusive; there may be more by now. */
    public long end() {
        return end;
    }

    /**
     * Makes partitions until there is one and a half partition's room after a head.
     */
    public void ensure(Connection connection, long head) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('quarkus-journal partitions " + tables.schema() + "'))");
            long last = end(connection);
            while (last <= head + size + size / 2) {
                create(statement, last, last + size);
                last += size;
            }
            connection.commit();
            end = last;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Looks where the journal's head is, wherever other nodes have moved it, and makes partitions for a batch after it.
     *
     * @param events how many events the batch has, with those that it moves
     * @return whether this node did not know of enough of them before
     */
    public boolean ensureAtHead(Connection connection, long events) throws SQLException {
        long before = end;
        ensure(connection, Heads.head(connection, tables) + events);
        return end != before;
    }

    /** Creates beside and attaches: CREATE … PARTITION OF would wait behind readers, and make others wait behind itself. */
    private void create(Statement statement, long from, long to) throws SQLException {
        String partition = tables.qualified("event_" + from);
        statement
                .execute("CREATE TABLE " + partition + " (LIKE " + tables.event() + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS,"
                        + " CONSTRAINT event_range CHECK (position >= " + from + " AND position < " + to + "))");
        statement.execute("ALTER TABLE " + tables.event() + " ATTACH PARTITION " + partition
                + " FOR VALUES FROM (" + from + ") TO (" + to + ")");
        statement.execute("ALTER TABLE " + partition + " DROP CONSTRAINT event_range");
        LOG.debugf("Created the partition %s", partition);
    }

    /** Where the last partition ends, exclusive; the first position when there is none. */
    private long end(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT coalesce(max((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''?(\\d+)''?\\)'))[1]::bigint), 1)
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = ?::regclass""")) {
            statement.setString(1, tables.event());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
