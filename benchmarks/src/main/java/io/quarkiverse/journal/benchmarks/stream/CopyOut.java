package io.quarkiverse.journal.benchmarks.stream;

import java.io.OutputStream;
import java.sql.Connection;

import org.postgresql.PGConnection;

import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** The limit: PostgreSQL sends the same columns of the same rows in the same order, and the client drops the bytes. */
record CopyOut(Connection connection, String query, int expected) implements Contender {

    @Override
    public String name() {
        return "COPY (SELECT …) TO STDOUT, pgjdbc (limit)";
    }

    @Override
    public Measurement round() throws Exception {
        long start = System.nanoTime();
        long rows = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT", OutputStream.nullOutputStream());
        long nanos = System.nanoTime() - start;
        if (rows != expected) {
            throw new IllegalStateException(rows + " rows came, not " + expected);
        }
        return Measurement.rate(rows, nanos);
    }
}
