package io.quarkiverse.journal.runtime.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.observe.Backoff;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.observe.Progress;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.store.Attempt;
import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.Placement;
import io.quarkiverse.journal.runtime.store.Ruling;
import io.quarkiverse.journal.runtime.store.Written;

/**
 * The node's one writer: takes what is queued, gives it positions in batches, tells who waits.
 * <p>
 * A batch is tried until its outcome is known, under one number, so that no attempt whose answer was lost is applied twice. If
 * the
 * server refuses something in it, it is divided until what is refused stands alone.
 * <p>
 * Runs on a thread of its own; everything here but {@link #stop} belongs to that thread.
 */
public final class Sequencer {

    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    /** How often an idle node looks whether a node that died left committed transactions behind. */
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int FORGET_EVERY = 256;

    private final PublishQueue queue;
    private final WriterConnection connections;
    private final BatchWriter batches;
    private final MeasuredBatches measured;
    private final OldReceipts oldReceipts;
    private final Partitions partitions;
    private final SequencedListener listener;
    private final String epoch;
    private final int batchSize;
    private final Duration longestPause;
    private final Outage outage = new Outage(LOG, "Writing to the journal");
    private final Progress progress = new Progress();
    private final NotifyThrottle notifications = new NotifyThrottle();
    private final Thread thread;

    private long lastNumber;
    private long forgottenAt;
    private volatile long head;
    private volatile boolean stopping;

    public Sequencer(PublishQueue queue, WriterConnection connections, BatchWriter batches, OldReceipts oldReceipts,
            Partitions partitions, SequencedListener listener, WriterMeter meter, String epoch, long head, int batchSize,
            Duration longestPause) {
        this.queue = queue;
        this.connections = connections;
        this.batches = batches;
        this.measured = new MeasuredBatches(batches, meter);
        this.oldReceipts = oldReceipts;
        this.partitions = partitions;
        this.listener = listener;
        this.epoch = epoch;
        this.head = head;
        this.batchSize = batchSize;
        this.longestPause = longestPause;
        this.thread = new Thread(this::run, "journal-writer");
        this.thread.setDaemon(true);
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
        return !stopping && thread.getState() == Thread.State.TERMINATED;
    }

    /** The highest position that the writer knows of. */
    public long head() {
        return head;
    }

    private void run() {
        try {
            while (true) {
                List<Submission> batch = queue.take(batchSize, notifications.nanosUntilDue(SWEEP.toNanos()));
                Long transactionEnded = queue.takeNudge();
                if (transactionEnded != null) {
                    measured.transactionEnded(transactionEnded);
                }
                if (!batch.isEmpty()) {
                    writeInTurn(batch);
                } else if (transactionEnded != null) {
                    move();
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
        giveUp("The journal's writer failed", defect);
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
        SQLException refusal = attemptUntilKnown(batch, events);
        if (refusal == null) {
            return;
        }
        if (batch.size() == 1) {
            lose(batch.get(0), refusal);
        } else {
            int half = batch.size() / 2;
            write(batch.subList(0, half));
            write(batch.subList(half, batch.size()));
        }
    }

    /** Moves what callers' transactions have committed. */
    private void move() throws InterruptedException {
        SQLException refusal = attemptUntilKnown(List.of(), List.of());
        if (refusal != null) {
            throw new IllegalStateException("Nothing was there to be refused", refusal);
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

    /**
     * @return {@code null} when the batch is committed and settled, or why the server refuses something in it
     */
    private @Nullable SQLException attemptUntilKnown(List<Submission> batch, List<EventData> events)
            throws InterruptedException {
        long first = lastNumber + 1;
        Guard guard = batch.size() == 1 ? batch.get(0).guard() : null;
        Backoff backoff = Backoff.upTo(longestPause);
        progress.due();
        while (!queue.isAbandoned()) {
            try {
                Connection connection = connections.get();
                if (partitions.dueAt(head + events.size())) {
                    partitions.ensure(connection, head + events.size());
                }
                Attempt attempt = new Attempt(first, ++lastNumber, notifications.decide());
                Written written = measured.write(connection, attempt, events, guard);
                outage.worked();
                committed(batch, events, written, attempt.tells());
                forgetOldBatches(connection, attempt.number());
                if (!written.more()) {
                    progress.complete();
                    return null;
                }
                progress.made();
                backoff = backoff.reset();
                continue;
            } catch (SQLException e) {
                switch (Failure.of(e)) {
                    case EVENTS -> {
                        // A head that other nodes moved beyond the last partition looks like a refused event too.
                        if (connections.rollback() && hadPartitionsFor(events.size())) {
                            if (events.isEmpty()) {
                                // Committed transactions cannot be moved: nobody is there to be told but the operator.
                                outage.failed(e);
                            } else if (canMove()) {
                                progress.complete();
                                return e;
                            }
                        }
                    }
                    case ATTEMPT -> {
                        if (connections.rollback() && Failure.isOfLock(e) && freeLock()) {
                            backoff = backoff.reset();
                            continue;
                        }
                        outage.failed(e);
                    }
                    case CONNECTION -> {
                        connections.discard();
                        outage.failed(e);
                    }
                }
            }
            backoff = backoff.next();
            TimeUnit.MILLISECONDS.sleep(backoff.pauseMillis());
        }
        throw new InterruptedException("The node ends");
    }

    /**
     * @return whether another node's stalled session held the lock, and was ended
     */
    private boolean freeLock() {
        try {
            return batches.endStalledHolder(connections.get());
        } catch (SQLException e) {
            LOG.debug("Could not look for who holds the journal's lock", e);
            connections.discard();
            return false;
        }
    }

    /**
     * @return whether what callers' transactions committed can be moved by itself, so that the refusal was not about that
     */
    private boolean canMove() {
        try {
            Written written;
            do {
                Attempt attempt = new Attempt(lastNumber + 1, ++lastNumber, false);
                written = measured.write(connections.get(), attempt, List.of(), null);
                committed(List.of(), List.of(), written, false);
            } while (written.more());
            return true;
        } catch (SQLException e) {
            connections.discard();
            outage.failed(e);
            return false;
        }
    }

    /**
     * @return whether there was room for the batch, so that the refusal was about its events
     */
    private boolean hadPartitionsFor(int events) {
        try {
            return !partitions.ensureAtHead(connections.get(), events);
        } catch (SQLException e) {
            connections.discard();
            outage.failed(e);
            return false;
        }
    }

    private void committed(List<Submission> batch, List<EventData> events, Written written, boolean notified) {
        long reached = written.head();
        if (reached > 0) {
            head = Math.max(head, reached);
            notifications.committed(head, notified);
        }
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

    private void lose(Submission submission, SQLException refusal) {
        LOG.errorf("The database refused %d event(s) of topic %s, the first with id %s; they are lost: %s (SQLSTATE %s)",
                submission.events().size(), submission.events().get(0).topic(), submission.events().get(0).id(),
                refusal.getMessage(), refusal.getSQLState());
        queue.settled(submission, true);
        submission.fail(new EventLostException("The database refused the event: SQLSTATE " + refusal.getSQLState(), refusal));
    }

    /** Not part of the attempt: the batch is committed and settled, whatever becomes of this. */
    private void forgetOldBatches(Connection connection, long number) {
        if (number - forgottenAt >= FORGET_EVERY) {
            forgottenAt = number;
            try {
                batches.forgetBefore(connection, number);
            } catch (SQLException e) {
                LOG.debug("Could not delete this writer's old rows; the next time will", e);
                connections.discard();
            }
        }
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
        for (Submission submission : queue.abandon()) {
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
        stopping = true;
        queue.close();
        try {
            if (queue.awaitDrained(timeout)) {
                thread.join(Math.max(1, timeout.toMillis()));
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
