package io.quarkiverse.journal.benchmarks.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** The limit: rows that are encoded already, by COPY BINARY, a thousand in a transaction. */
final class RawCopy implements Contender {

    private static final int ROWS = 1_000;

    private final Connection connection;
    private final String sql;
    private final List<CopyBatch> batches;
    private long head;

    RawCopy(Connection connection, EventTable table, SampleEvents events, int count) {
        this.connection = connection;
        this.sql = "COPY " + table.name() + " (" + CopyBatch.COLUMNS + ") FROM STDIN (FORMAT binary)";
        this.batches = Stream.generate(() -> new CopyBatch(events, ROWS)).limit(count / ROWS).toList();
    }

    @Override
    public String name() {
        return "COPY BINARY (limit)";
    }

    @Override
    public Measurement round() throws SQLException {
        long before = head;
        long start = System.nanoTime();
        for (CopyBatch batch : batches) {
            byte[] bytes = batch.at(head + 1);
            // In autocommit mode: the COPY is the transaction.
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
            copy.writeToCopy(bytes, 0, bytes.length);
            copy.endCopy();
            head += ROWS;
        }
        return Measurement.rate(head - before, System.nanoTime() - start);
    }
}
