package io.quarkiverse.journal.runtime.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Rows of the event table in PostgreSQL's COPY BINARY format.
 * <p>
 * They are written before the journal's lock is taken; position and recording time, which are known only under it, are
 * filled in then. Format: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>.
 * <p>
 * Not thread-safe: the writer's thread uses one and keeps its memory from batch to batch.
 */
final class CopyRows {

    /** The columns, in the order in which {@link #add} writes them. */
    static final String COLUMNS = "position, recorded, time, index, topic_id, kind, id, key, correlation_id, run, step, headers, "
            + "payload";

    private static final short COLUMN_COUNT = 13;
    private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0 };
    /** Seconds from 1970, where Java counts from, to 2000, where PostgreSQL does. */
    private static final long EPOCH_MICROS = 946_684_800L * 1_000_000L;
    private static final int KEPT = 4 * 1024 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(256 * 1024);
    private int[] rowStarts = new int[1024];
    private int rows;

    /** Begins anew. */
    void reset() {
        if (bytes.capacity() > KEPT) {
            bytes = ByteBuffer.allocate(KEPT);
        }
        bytes.clear();
        rows = 0;
        bytes.put(SIGNATURE).putInt(0).putInt(0);
    }

    void add(EventData event, int topicId) {
        if (rows == rowStarts.length) {
            rowStarts = Arrays.copyOf(rowStarts, rows * 2);
        }
        room(256);
        rowStarts[rows++] = bytes.position();
        bytes.putShort(COLUMN_COUNT);
        bytes.putInt(8).putLong(0);
        bytes.putInt(8).putLong(0);
        bytes.putInt(8).putLong(event.timeMicros() - EPOCH_MICROS);
        if (event.index() == null) {
            bytes.putInt(-1);
        } else {
            bytes.putInt(8).putLong(event.index());
        }
        bytes.putInt(4).putInt(topicId);
        put(event.kind());
        put(event.id());
        put(event.key());
        put(event.correlationId());
        put(event.run());
        put(event.step());
        put(event.headers());
        put(event.payload());
    }

    private void put(@Nullable String text) {
        put(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(byte @Nullable [] value) {
        if (value == null) {
            room(4);
            bytes.putInt(-1);
        } else {
            room(4 + value.length);
            bytes.putInt(value.length).put(value);
        }
    }

    private void room(int needed) {
        if (bytes.remaining() < needed) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + needed));
            bytes.flip();
            bytes = larger.put(bytes);
        }
    }

    /** Fills in what only the lock decides, and ends the stream. */
    void finish(long firstPosition, long recordedMicros) {
        for (int row = 0; row < rows; row++) {
            int start = rowStarts[row];
            bytes.putLong(start + 6, firstPosition + row);
            bytes.putLong(start + 18, recordedMicros - EPOCH_MICROS);
        }
        room(2);
        bytes.putShort((short) -1);
    }

    /** The array behind the stream; {@link #length()} bytes of it count. */
    byte[] array() {
        return bytes.array();
    }

    int length() {
        return bytes.position();
    }
}
