package io.quarkiverse.journal.benchmarks.publish;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.quarkiverse.journal.NewEvent;

/**
 * Rows of the event table, ready to be sent: nothing but their positions is left to be done while time is measured.
 * Format: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>.
 */
final class CopyBatch {

    static final String COLUMNS = "position, time, recorded, topic_id, kind, id, key, correlation_id, payload";

    private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0 };
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final ByteBuffer bytes;
    private final int[] positions;

    CopyBatch(SampleEvents events, int rows) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        this.positions = new int[rows];
        try (DataOutputStream out = new DataOutputStream(buffer)) {
            out.write(SIGNATURE);
            out.writeLong(0);
            for (int row = 0; row < rows; row++) {
                positions[row] = out.size() + 2 + 4;
                write(out, events.get(row), events.payload(row));
            }
            out.writeShort(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.bytes = ByteBuffer.wrap(buffer.toByteArray());
    }

    private static void write(DataOutputStream out, NewEvent event, String payload) throws IOException {
        long now = ChronoUnit.MICROS.between(POSTGRES_EPOCH, Instant.now());
        out.writeShort(9);
        writeLong(out, 0);
        writeLong(out, now);
        writeLong(out, now);
        out.writeInt(4);
        out.writeInt(1);
        writeText(out, event.kind());
        writeText(out, UUID.randomUUID().toString());
        writeText(out, event.key());
        writeText(out, event.correlationId());
        writeText(out, payload);
    }

    private static void writeLong(DataOutputStream out, long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    /** The batch with its first row at a position. The array belongs to the batch. */
    byte[] at(long position) {
        for (int row = 0; row < positions.length; row++) {
            bytes.putLong(positions[row], position + row);
        }
        return bytes.array();
    }
}
