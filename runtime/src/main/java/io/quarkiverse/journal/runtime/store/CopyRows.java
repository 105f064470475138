package io.quarkiverse.journal.runtime.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Rows of the event table in PostgreSQL's COPY BINARY format.
 * <p>
 * They are written before the journal's lock is taken; position and recording time, which are known only under it, are
 * filled in then. Format: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>.
 * <p>
 * What is large is not copied: a batch takes little more memory than its events do.
 * <p>
 * Not thread-safe: the writer's thread uses one and keeps its buffers from batch to batch.
 */
final class CopyRows {

    /** The columns, in the order in which {@link #add} writes them. */
    static final String COLUMNS = "position, recorded, time, index, topic_id, kind, id, key, correlation_id, run, step, headers, "
            + "payload";

    private static final short COLUMN_COUNT = 13;
    private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0 };
    /** Seconds from 1970, where Java counts from, to 2000, where PostgreSQL does. */
    private static final long EPOCH_MICROS = 946_684_800L * 1_000_000L;
    /** How large a buffer is, and how many of them are kept from one batch to the next. */
    private static final int BUFFER = 256 * 1024;
    private static final int KEPT = 16;
    /** A value from here on is sent from where it is. */
    private static final int LARGE = 8 * 1024;

    /** A piece of the stream. */
    private record Piece(byte[] array, int from, int length) {
    }

    private final List<ByteBuffer> buffers = new ArrayList<>(List.of(ByteBuffer.allocate(BUFFER)));
    private final List<Piece> pieces = new ArrayList<>();
    private ByteBuffer bytes = buffers.get(0);
    private int used;
    /** Where in the buffer the piece begins that is not ended. */
    private int from;
    private @Nullable ByteBuffer[] rowBuffers = new ByteBuffer[1024];
    private int[] rowStarts = new int[1024];
    private int rows;

    /** Begins anew. */
    void reset() {
        if (buffers.size() > KEPT) {
            buffers.subList(KEPT, buffers.size()).clear();
        }
        forget();
        Arrays.fill(rowBuffers, 0, rows, null);
        used = 0;
        bytes = buffers.get(0).clear();
        from = 0;
        rows = 0;
        bytes.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** What was sent is not to be kept alive. */
    void forget() {
        pieces.clear();
    }

    void add(EventData event, int topicId) {
        if (rows == rowStarts.length) {
            rowStarts = Arrays.copyOf(rowStarts, rows * 2);
            rowBuffers = Arrays.copyOf(rowBuffers, rows * 2);
        }
        room(256);
        rowBuffers[rows] = bytes;
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
        } else if (value.length < LARGE) {
            room(4 + value.length);
            bytes.putInt(value.length).put(value);
        } else {
            room(4);
            bytes.putInt(value.length);
            endPiece();
            pieces.add(new Piece(value, 0, value.length));
        }
    }

    private void room(int needed) {
        if (bytes.remaining() < needed) {
            endPiece();
            used++;
            if (used == buffers.size()) {
                buffers.add(ByteBuffer.allocate(BUFFER));
            }
            bytes = buffers.get(used).clear();
            from = 0;
        }
    }

    private void endPiece() {
        if (bytes.position() > from) {
            pieces.add(new Piece(bytes.array(), from, bytes.position() - from));
            from = bytes.position();
        }
    }

    /** Fills in what only the lock decides, and ends the stream. */
    void finish(long firstPosition, long recordedMicros) {
        for (int row = 0; row < rows; row++) {
            ByteBuffer buffer = Objects.requireNonNull(rowBuffers[row]);
            buffer.putLong(rowStarts[row] + 6, firstPosition + row);
            buffer.putLong(rowStarts[row] + 18, recordedMicros - EPOCH_MICROS);
        }
        room(2);
        bytes.putShort((short) -1);
        endPiece();
    }

    /** Sends the stream, after {@link #finish}. */
    void send(CopyIn stream) throws SQLException {
        for (Piece piece : pieces) {
            stream.writeToCopy(piece.array, piece.from, piece.length);
        }
    }
}
