package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.Guard;

/**
 * The remembered answers to appends with an idempotency key. They count for as long as the window is; deleting those that do
 * not count any more only saves room.
 * <p>
 * Not thread-safe: used by the writer's thread.
 */
public final class Receipts {

    private final Tables tables;
    private final long windowMicros;
    private final ExpiredRows oldReceipts;
    private final ExpiredRows oldIds;

    public Receipts(Tables tables, Duration window) {
        this.tables = tables;
        this.windowMicros = TimeUnit.NANOSECONDS.toMicros(window.toNanos());
        this.oldReceipts = new ExpiredRows(tables.receipt(), "key", windowMicros);
        this.oldIds = new ExpiredRows(tables.givenId(), "id", windowMicros);
    }

    public Duration window() {
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(windowMicros));
    }

    /** What {@link #read} reads. */
    static final String COLUMNS = "fingerprint, count, first, last, cursor";

    /** A relation of at most one row, beside {@code place}; for {@link #bindLook}. */
    String look() {
        return """
                (SELECT %s FROM place p, %s t
                 WHERE t.topic_id = ? AND t.key = ? AND t.recorded > p.recorded - ? * interval '1 microsecond')"""
                .formatted(COLUMNS, tables.receipt());
    }

    int bindLook(PreparedStatement statement, int firstIndex, int topicId, @Nullable String key) throws SQLException {
        statement.setInt(firstIndex, topicId);
        statement.setString(firstIndex + 1, key);
        statement.setLong(firstIndex + 2, windowMicros);
        return firstIndex + 3;
    }

    /** What is remembered. The array is not written to. */
    record Remembered(byte[] fingerprint, Receipt receipt) {

        boolean isOf(Guard guard) {
            return Arrays.equals(fingerprint, guard.fingerprint());
        }
    }

    static @Nullable Remembered read(ResultSet row, int firstIndex) throws SQLException {
        byte[] fingerprint = row.getBytes(firstIndex);
        if (fingerprint == null) {
            return null;
        }
        return new Remembered(fingerprint, new Receipt(row.getInt(firstIndex + 1), row.getLong(firstIndex + 2),
                row.getLong(firstIndex + 3), Cursor.parse(row.getString(firstIndex + 4)), true));
    }

    /** Remembers a receipt if there is a key, in the place of one that does not count any more. For {@link #bindRemember}. */
    String remember() {
        return """
                INSERT INTO %s AS r (topic_id, key, fingerprint, count, first, last, cursor, recorded)
                SELECT ?, k.key, ?, ?, ?, ?, ?, timestamptz 'epoch' + ? * interval '1 microsecond'
                FROM (SELECT ?::text AS key) k WHERE k.key IS NOT NULL
                ON CONFLICT (topic_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, count = excluded.count,
                    first = excluded.first, last = excluded.last, cursor = excluded.cursor, recorded = excluded.recorded"""
                .formatted(tables.receipt());
    }

    int bindRemember(PreparedStatement statement, int firstIndex, int topicId, @Nullable String key,
            byte @Nullable [] fingerprint, Receipt receipt, long recordedMicros) throws SQLException {
        int i = firstIndex;
        statement.setInt(i++, topicId);
        statement.setBytes(i++, fingerprint);
        statement.setInt(i++, receipt.count());
        statement.setLong(i++, receipt.first());
        statement.setLong(i++, receipt.last());
        statement.setString(i++, receipt.cursor().toString());
        statement.setLong(i++, recordedMicros);
        statement.setString(i++, key);
        return i;
    }

    /**
     * Deletes some receipts and some ids that do not count any more.
     *
     * @return whether there may be more
     */
    public boolean forgetOld(Connection connection) throws SQLException {
        boolean more = oldReceipts.delete(connection);
        return oldIds.delete(connection) || more;
    }
}
