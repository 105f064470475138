package io.quarkiverse.journal.runtime.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.observe.BatchMeasures;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.store.Attempt;
import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.Placement;
import io.quarkiverse.journal.runtime.store.Written;

/**
 * Writes batches, and measures those that are written. A failed attempt is not measured: the outage tells of it.
 * <p>
 * Used by the writer's thread.
 */
final class MeasuredBatches {

    private static final Logger LOG = Logger.getLogger(MeasuredBatches.class);

    private final BatchWriter batches;
    private final WriterMeter meter;
    /** When the first transaction of this node committed that no batch has come after. */
    private @Nullable Long transactionEnded;

    MeasuredBatches(BatchWriter batches, WriterMeter meter) {
        this.batches = batches;
        this.meter = meter;
    }

    /** A transaction of this node committed at that time, by {@link System#nanoTime()}; the next batch takes care of it. */
    void transactionEnded(long at) {
        if (transactionEnded == null) {
            transactionEnded = at;
        }
    }

    Written write(Connection connection, Attempt attempt, List<EventData> events, @Nullable Guard guard)
            throws SQLException {
        long began = System.nanoTime();
        Written written = batches.write(connection, attempt, events, guard);
        long now = System.nanoTime();
        Duration lag = transactionEnded == null || written.moved().isEmpty() ? null : Duration.ofNanos(now - transactionEnded);
        transactionEnded = null;
        Placement own = written.own();
        tell(new BatchMeasures(own == null ? 0 : own.storedCount(), written.moved().size(),
                own == null ? 0 : own.repeatedCount(),
                written.movedRepeats(), Duration.ofNanos(now - began), written.lockWait(), lag));
        return written;
    }

    /** The batch is committed, whatever becomes of its figures. */
    private void tell(BatchMeasures measures) {
        try {
            meter.committed(measures);
        } catch (RuntimeException e) {
            LOG.debug("A batch could not be metered", e);
        }
    }
}
