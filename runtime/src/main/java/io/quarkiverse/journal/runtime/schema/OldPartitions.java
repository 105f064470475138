package io.quarkiverse.journal.runtime.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.runtime.store.Tables;

/**
 * Removes whole partitions of the event table: marks them, detaches them beside readers and writers, drops them. What a node
 * that
 * died has left half done is finished.
 * <p>
 * Only for whoever holds the lock of {@link io.quarkiverse.journal.runtime.store.RetentionLock}. The connection is in
 * autocommit mode: a concurrent DETACH
 * cannot be part of a transaction.
 */
public final class OldPartitions {

    private static final Logger LOG = Logger.getLogger(OldPartitions.class);

    /** Tells a table that retention has detached from one that an operator has. Only the former may be dropped. */
    private static final String MARK = "quarkus-journal: removed by retention, to be dropped";

    private final Tables tables;

    public OldPartitions(Tables tables) {
        this.tables = tables;
    }

    /** The partitions, oldest first; without those that are half detached, which nobody reads any more. */
    public List<Partition> attached(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT relname, bounds[1]::bigint, bounds[2]::bigint
                FROM (SELECT c.relname, regexp_match(pg_get_expr(c.relpartbound, c.oid),
                                                     'FROM \\(''?(\\d+)''?\\) TO \\(''?(\\d+)''?\\)') AS bounds
                      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                      WHERE i.inhparent = ?::regclass AND NOT i.inhdetachpending) AS p
                ORDER BY 2""")) {
            statement.setString(1, tables.event());
            List<Partition> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Partition(row.getString(1), row.getLong(2), row.getLong(3)));
                }
            }
            return found;
        }
    }

    /** What a partition takes on disk, with its indexes. */
    public long bytes(Connection connection, Partition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_total_relation_size(?::regclass)")) {
            statement.setString(1, table(partition.name()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Whether a partition has events that some topics keep, or any that the others keep.
     *
     * @param cut the others keep what lies after this position
     * @param ownIds the topics with cuts of their own
     * @param ownCuts those cuts
     */
    public boolean isNeeded(Connection connection, Partition partition, long cut, Integer[] ownIds, Long[] ownCuts)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM %1$s e WHERE e.position > ? AND e.topic_id <> ALL (?))
                       OR EXISTS (SELECT FROM unnest(?::int4[], ?::int8[]) AS own (id, cut)
                                  WHERE EXISTS (SELECT FROM %1$s e WHERE e.topic_id = own.id AND e.position > own.cut))"""
                .formatted(table(partition.name())))) {
            statement.setLong(1, cut);
            statement.setArray(2, connection.createArrayOf("int4", ownIds));
            statement.setArray(3, connection.createArrayOf("int4", ownIds));
            statement.setArray(4, connection.createArrayOf("int8", ownCuts));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Detaches and drops a partition. If a lock is not to be had soon, the rest is done by {@link #finish} later. */
    public void remove(Connection connection, Partition partition) throws SQLException {
        String table = table(partition.name());
        execute(connection, "COMMENT ON TABLE " + table + " IS '" + MARK + "'");
        execute(connection, "ALTER TABLE " + tables.event() + " DETACH PARTITION " + table + " CONCURRENTLY");
        drop(connection, partition.name());
    }

    /**
     * Finishes what was begun, here or on a node that died: partitions that are half detached are detached, those that are
     * detached
     * are dropped.
     */
    public void finish(Connection connection) throws SQLException {
        for (String name : names(connection, """
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = ?::regclass AND i.inhdetachpending""", tables.event())) {
            execute(connection, "ALTER TABLE " + tables.event() + " DETACH PARTITION " + table(name) + " FINALIZE");
        }
        for (String name : names(connection, """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relkind = 'r' AND NOT c.relispartition
                  AND obj_description(c.oid, 'pg_class') = ?""", tables.schema(), MARK)) {
            drop(connection, name);
        }
    }

    private void drop(Connection connection, String name) throws SQLException {
        execute(connection, "DROP TABLE " + table(name));
        LOG.debugf("Dropped the partition %s", table(name));
    }

    private String table(String name) {
        return tables.qualified('"' + name + '"');
    }

    private static List<String> names(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
