package io.quarkiverse.journal.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What the server knows once the lock is held and transactions are moved.
 *
 * @param head the head
 * @param applied where the batch ended if an earlier attempt took place
 * @param more whether committed transactions are left that must come first
 * @param recordedMicros the server's clock
 */
record Decision(long head, @Nullable Long applied, boolean more, long recordedMicros) {

    /** What {@link #read} reads, from a relation {@code place}. */
    static final String COLUMNS = "head, applied, more, (extract(epoch FROM recorded) * 1000000)::bigint";

    static Decision read(ResultSet row) throws SQLException {
        row.next();
        long applied = row.getLong(2);
        Long presentApplied = row.wasNull() ? null : applied;
        return new Decision(row.getLong(1), presentApplied, row.getBoolean(3), row.getLong(4));
    }

    /** The relation {@code place}; its parameters are the writer and the number of the batch's first attempt. */
    static String place(Tables tables) {
        return """
                place AS MATERIALIZED (
                    SELECT head, moved_through, missed, missed_at, more, (%s) AS applied, clock_timestamp() AS recorded
                    FROM %s ORDER BY head DESC LIMIT 1)""".formatted(BatchWriter.applied(tables), tables.batch());
    }

    /** Whether the batch's own events are to be stored. */
    boolean stores() {
        return applied == null && !more;
    }

    /** Whether committed transactions have to come first. An earlier attempt that took place waits for none. */
    boolean waits() {
        return applied == null && more;
    }

    /** The position of the batch's first event, 0 if it has none or they have to wait. */
    long first(int events) {
        if (events == 0 || waits()) {
            return 0;
        }
        return applied != null ? applied - events + 1 : head + 1;
    }
}
