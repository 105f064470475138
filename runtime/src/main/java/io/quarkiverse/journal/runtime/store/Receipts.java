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

    /** So many are deleted at once. */
    public static final int STEP = 1_000;

    private final Tables tables;
    private final long windowMicros;
    private String forgottenBefore = "-infinity";

    public Receipts(Tables tables, Duration window) {
        this.tables = tables;
        this.windowMicros = TimeUnit.NANOSECONDS.toMicros(window.toNanos());
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
     * Deletes some that do not count any more. Those that another node is at are left to it. Begins where the last step ended:
     * walking over the dead entries of all earlier ones would grow quadratic under a long open snapshot.
     *
     * @return how many; {@value #STEP} when there may be more
     */
    public int forgetOld(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH old AS (
                    SELECT topic_id, key FROM %1$s
                    WHERE recorded >= ?::timestamptz AND recorded < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY recorded LIMIT %2$d FOR UPDATE SKIP LOCKED),
                forgotten AS (
                    DELETE FROM %1$s r USING old WHERE r.topic_id = old.topic_id AND r.key = old.key RETURNING r.recorded)
                SELECT count(*), max(recorded)::text FROM forgotten""".formatted(tables.receipt(), STEP))) {
            statement.setString(1, forgottenBefore);
            statement.setLong(2, windowMicros);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int forgotten = row.getInt(1);
                if (forgotten > 0) {
                    forgottenBefore = row.getString(2);
                }
                return forgotten;
            }
        }
    }
}
