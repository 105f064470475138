package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.runtime.store.Receipts;

/**
 * Has receipts, and ids that publishers gave, deleted once they do not count any more: now and then, in small steps, outside of
 * the journal's lock.
 * <p>
 * Used by the writer's thread.
 */
public final class OldReceipts {

    private static final Logger LOG = Logger.getLogger(OldReceipts.class);

    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);
    /** Between full steps: the writer has batches to write, and deletes faster than it can add all the same. */
    private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Receipts receipts;
    private final long pause;
    private long due;

    public OldReceipts(Receipts receipts) {
        this.receipts = receipts;
        this.pause = Math.min(LONGEST_PAUSE, receipts.window().toNanos());
        this.due = System.nanoTime() + pause;
    }

    /** Nothing depends on it: what fails is done the next time. */
    void forgetIfDue(WriterConnection connections) {
        if (System.nanoTime() - due < 0) {
            return;
        }
        long next = pause;
        try {
            if (receipts.forgetOld(connections.get())) {
                next = SHORT_PAUSE;
            }
        } catch (SQLException e) {
            LOG.debug("Could not delete old receipts", e);
            connections.discard();
        }
        due = System.nanoTime() + next;
    }
}
