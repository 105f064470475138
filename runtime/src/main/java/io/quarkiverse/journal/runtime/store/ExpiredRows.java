package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Rows of a table that do not count any more once a time has passed since they were recorded. Deleting them only saves room.
 * <p>
 * Not thread-safe: used by the writer's thread.
 */
final class ExpiredRows {

    /** So many are deleted at once. */
    private static final int STEP = 1_000;

    private final String sql;
    private final long windowMicros;
    private String deletedBefore = "-infinity";

    /**
     * @param key the column that is the table's key, together with the topic
     */
    ExpiredRows(String table, String key, long windowMicros) {
        this.windowMicros = windowMicros;
        this.sql = """
                WITH old AS (
                    SELECT topic_id, %2$s FROM %1$s
                    WHERE recorded >= ?::timestamptz AND recorded < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY recorded LIMIT %3$d FOR UPDATE SKIP LOCKED),
                deleted AS (
                    DELETE FROM %1$s r USING old WHERE r.topic_id = old.topic_id AND r.%2$s = old.%2$s RETURNING r.recorded)
                SELECT count(*), max(recorded)::text FROM deleted""".formatted(table, key, STEP);
    }

    /**
     * Deletes some of them. Those that another node is at are left to it. Begins where the last step ended: walking over the
     * dead
     * entries of all earlier ones would grow quadratic under a long open snapshot.
     *
     * @return whether there may be more
     */
    boolean delete(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, deletedBefore);
            statement.setLong(2, windowMicros);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int deleted = row.getInt(1);
                if (deleted > 0) {
                    deletedBefore = row.getString(2);
                }
                return deleted == STEP;
            }
        }
    }
}
