package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.observe.NodeThread;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.observe.Progress;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.publish.WriterQueue;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.store.BatchWriter;

/**
 * The node's one writer: takes what is queued, batch by batch. If the server refuses something in a batch, it is divided until
 * what is refused stands alone; what is of a closed topic is sorted out at once.
 * <p>
 * Runs on a thread of its own; everything here but {@link #stop} belongs to that thread.
 */
public final class Sequencer {

    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    /** How often an idle node looks whether a node that died left committed transactions behind. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final WriterQueue queue;
    private final WriterConnection connections;
    private final BatchWriter batches;
    private final MeasuredBatches measured;
    private final LateEvents late;
    private final OldReceipts oldReceipts;
    private final int batchSize;
    private final Outage outage = new Outage(LOG, "Writing to the journal");
    private final Progress progress = new Progress();
    private final NotifyThrottle notifications = new NotifyThrottle();
    private final MovePause pause = new MovePause(System.nanoTime());
    private final Settlement settlement;
    private final Attempts attempts;
    private final NodeThread thread;

    public Sequencer(WriterQueue queue, ClosedTopics closedTopics, WriterConnection connections, BatchWriter batches,
            OldReceipts oldReceipts,
            Partitions partitions, SequencedListener listener, WriterMeter meter, String epoch, long head, int batchSize,
            Duration longestPause) {
        this.queue = queue;
        this.connections = connections;
        this.batches = batches;
        this.measured = new MeasuredBatches(batches, meter);
        this.late = new LateEvents(queue, closedTopics);
        this.oldReceipts = oldReceipts;
        this.batchSize = batchSize;
        this.settlement = new Settlement(queue, listener, epoch, head);
        this.attempts = new Attempts(queue, connections, batches, measured, partitions, notifications, settlement, outage,
                progress, longestPause);
        this.thread = new NodeThread("journal-writer", this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether a batch is being tried again and again. */
    public boolean isOut() {
        return outage.isOut();
    }

    /** For how long there has been something to write, or to look for, without success. */
    public Duration stalled() {
        return progress.stalled();
    }

    /** Whether the writer has ended although the node has not: nothing is written any more until a restart. */
    public boolean isDead() {
        return thread.isDead();
    }

    /** The highest position that the writer knows of. */
    public long head() {
        return settlement.head();
    }

    private void run() {
        try {
            while (true) {
                List<Submission> batch = queue.take(batchSize, notifications.nanosUntilDue(SWEEP.toNanos()), pause.end());
                boolean moves = !batch.isEmpty() || pause.isOver(System.nanoTime()) || queue.isDrained();
                Long transactionEnded = moves ? queue.takeNudge() : null;
                if (transactionEnded != null) {
                    measured.transactionEnded(transactionEnded);
                }
                if (!batch.isEmpty()) {
                    writeInTurn(batch);
                } else if (transactionEnded != null) {
                    moveAndPause();
                } else if (notifications.isDue()) {
                    notifyLate();
                } else if (!queue.isDrained()) {
                    sweep();
                } else {
                    if (notifications.isUntold()) {
                        notifyLate();
                    }
                    return;
                }
                oldReceipts.forgetIfDue(connections);
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer was interrupted: the node ends");
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            connections.close();
        }
    }

    private void fail(Throwable defect) {
        if (queue.isAbandoned()) {
            LOG.debug("The writer's connection was broken under it: the node ends", defect);
            return;
        }
        // Also an Error, such as no memory for a batch: nothing may seem to be written that is not, and nobody may wait for a
        // writer that is no more. Everything open fails, and nothing more is taken.
        LOG.error("The journal's writer failed and ends; restart the application", defect);
        giveUp("The journal's writer failed before the event was written. Restart the application", defect);
    }

    /** What has a guard is decided by itself, in its turn: it is a batch of its own. */
    private void writeInTurn(List<Submission> taken) throws InterruptedException {
        int begin = 0;
        for (int i = 0; i < taken.size(); i++) {
            if (taken.get(i).guard() != null) {
                if (begin < i) {
                    write(taken.subList(begin, i));
                }
                write(taken.subList(i, i + 1));
                begin = i + 1;
            }
        }
        if (begin < taken.size()) {
            write(taken.subList(begin, taken.size()));
        }
    }

    /** Writes a batch, or what of it can be written. Returns when each of its submissions is settled, or the node ends. */
    private void write(List<Submission> batch) throws InterruptedException {
        List<EventData> events = new ArrayList<>();
        batch.forEach(submission -> events.addAll(submission.events()));
        Refusal refusal = attempts.untilKnown(batch, events);
        if (refusal == null) {
            return;
        }
        if (refusal.cause() == null) {
            List<Submission> rest = late.refuse(batch, refusal.closed());
            if (rest.size() < batch.size()) {
                writeRest(rest);
            } else {
                for (Submission submission : rest) {
                    write(List.of(submission));
                }
            }
        } else if (batch.size() == 1) {
            settlement.lose(batch.get(0), refusal.cause());
        } else {
            int half = batch.size() / 2;
            write(batch.subList(0, half));
            write(batch.subList(half, batch.size()));
        }
    }

    private void writeRest(List<Submission> rest) throws InterruptedException {
        if (!rest.isEmpty()) {
            write(rest);
        }
    }

    private void moveAndPause() throws InterruptedException {
        long began = System.nanoTime();
        long before = settlement.moved();
        move();
        pause.moved(began, System.nanoTime(), settlement.moved() - before);
    }

    /** Moves what callers' transactions have committed. */
    private void move() throws InterruptedException {
        Refusal refusal = attempts.untilKnown(List.of(), List.of());
        if (refusal != null) {
            throw new IllegalStateException("Nothing was there to be refused", refusal.cause());
        }
    }

    private void sweep() throws InterruptedException {
        progress.due();
        try {
            boolean pending = batches.hasPending(connections.get());
            progress.complete();
            if (!pending) {
                return;
            }
        } catch (SQLException e) {
            // Said by the next attempt to write, if it fails too.
            LOG.debug("Could not look for committed transactions", e);
            connections.discard();
            return;
        }
        move();
    }

    private void notifyLate() {
        try {
            batches.notifyOf(connections.get(), notifications.takeDue());
        } catch (SQLException e) {
            // Other nodes find the events when they poll.
            LOG.debug("Could not notify other nodes", e);
            connections.discard();
        }
    }

    private long giveUp(String reason, @Nullable Throwable cause) {
        long lost = 0;
        for (Submission submission : queue.abandon(cause)) {
            lost += submission.events().size();
            submission.fail(new EventLostException(reason, cause));
        }
        return lost;
    }

    /**
     * Writes what is queued, then ends the thread. An interrupt ends the wait, not the report: who waits for an event must
     * learn that nobody writes it any more.
     *
     * @param timeout how long to go on
     * @return how many events could not be written
     */
    public long stop(Duration timeout) {
        thread.ending();
        queue.close();
        try {
            if (queue.awaitDrained(timeout)) {
                thread.join(timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long lost = giveUp("The application ended before the event could be written", null);
        thread.interrupt();
        connections.abort();
        return lost;
    }
}
