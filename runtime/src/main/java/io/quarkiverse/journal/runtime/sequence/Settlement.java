package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.publish.WriterQueue;
import io.quarkiverse.journal.runtime.store.Placement;
import io.quarkiverse.journal.runtime.store.Ruling;
import io.quarkiverse.journal.runtime.store.Written;

/**
 * Tells what became of a batch: the node's readers, and who waits for a receipt.
 * <p>
 * Used by the writer's thread, except {@link #head}.
 */
final class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final WriterQueue queue;
    private final SequencedListener listener;
    private final String epoch;
    private volatile long head;
    private long moved;

    Settlement(WriterQueue queue, SequencedListener listener, String epoch, long head) {
        this.queue = queue;
        this.listener = listener;
        this.epoch = epoch;
        this.head = head;
    }

    /** The highest position that the writer knows of. */
    long head() {
        return head;
    }

    /** How many events of callers' transactions have been moved. */
    long moved() {
        return moved;
    }

    /** The database was restored from an older backup. */
    void goBackTo(long restored) {
        head = restored;
    }

    /** The batch is committed. */
    void committed(List<Submission> batch, List<EventData> events, Written written) {
        head = Math.max(head, written.head());
        moved += written.moved().size();
        if (!written.moved().isEmpty()) {
            tell(written.moved());
        }
        if (written.own() != null) {
            settle(batch, events, written.own());
        }
        if (written.ruling() != null) {
            answer(batch.get(0), written.ruling());
        }
    }

    /** What a guard keeps from being stored is not lost: its caller is told. */
    private void answer(Submission submission, Ruling ruling) {
        queue.settled(submission, false);
        if (ruling.repeated() != null) {
            submission.succeed(ruling.repeated());
        } else if (ruling.refusal() != null) {
            submission.fail(ruling.refusal());
        }
    }

    private void settle(List<Submission> batch, List<EventData> events, Placement own) {
        List<StoredEvent> stored = own.stored(events, epoch);
        if (!stored.isEmpty()) {
            tell(stored);
        }
        int next = 0;
        for (Submission submission : batch) {
            int count = submission.events().size();
            if (submission.isAttended()) {
                submission.succeed(own.receipt(events, next, next + count, epoch));
            }
            next += count;
        }
        queue.settled(batch, false);
    }

    /** The batch is committed: whatever its hearers do with it, it is neither lost nor the writer's end. */
    private void tell(List<StoredEvent> stored) {
        try {
            listener.sequenced(stored);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Events up to position %d could not be handed to this node's readers at once; they read them from "
                    + "PostgreSQL", head);
        }
    }

    /** The server takes this one never. */
    void lose(Submission submission, SQLException refusal) {
        LOG.errorf("The database refused %d event(s) of topic %s, the first with id %s; they are lost: %s (SQLSTATE %s)",
                submission.events().size(), submission.events().get(0).topic(), submission.events().get(0).id(),
                refusal.getMessage(), refusal.getSQLState());
        queue.settled(submission, true);
        submission.fail(new EventLostException("The database refused the event: SQLSTATE " + refusal.getSQLState(), refusal));
    }

}
