package io.quarkiverse.journal.runtime.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.observe.Backoff;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.observe.Progress;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.publish.WriterQueue;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.store.Attempt;
import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.SetAside;
import io.quarkiverse.journal.runtime.store.Written;

/**
 * Tries one batch until its outcome is known: each attempt has its number, and finds out whether an earlier one whose answer
 * was
 * lost has been applied.
 * <p>
 * Used by the writer's thread.
 */
final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private static final int FORGET_EVERY = 256;

    private final WriterQueue queue;
    private final WriterConnection connections;
    private final BatchWriter batches;
    private final MeasuredBatches measured;
    private final Partitions partitions;
    private final NotifyThrottle notifications;
    private final Settlement settlement;
    private final Outage outage;
    private final Progress progress;
    private final Duration longestPause;

    private @Nullable Connection verified;
    private long lastNumber;
    private long forgottenAt;

    Attempts(WriterQueue queue, WriterConnection connections, BatchWriter batches, MeasuredBatches measured,
            Partitions partitions, NotifyThrottle notifications, Settlement settlement, Outage outage, Progress progress,
            Duration longestPause) {
        this.queue = queue;
        this.connections = connections;
        this.batches = batches;
        this.measured = measured;
        this.partitions = partitions;
        this.notifications = notifications;
        this.settlement = settlement;
        this.outage = outage;
        this.progress = progress;
        this.longestPause = longestPause;
    }

    /**
     * @return {@code null} when the batch is committed and settled, or why nothing of it is stored
     */
    @Nullable
    Refusal untilKnown(List<Submission> batch, List<EventData> events) throws InterruptedException {
        long first = lastNumber + 1;
        Guard guard = batch.size() == 1 ? batch.get(0).guard() : null;
        Backoff backoff = Backoff.upTo(longestPause);
        progress.due();
        while (!queue.isAbandoned()) {
            try {
                Connection connection = verified(connections.get());
                long needed = settlement.head() + events.size();
                if (partitions.dueAt(needed)) {
                    partitions.ensure(connection, needed);
                }
                Attempt attempt = new Attempt(first, ++lastNumber, notifications.decide());
                Written written = measured.write(connection, attempt, events, guard);
                outage.worked();
                committed(batch, events, written, attempt.tells());
                forgetOldBatches(connection, attempt.number());
                if (!written.more()) {
                    progress.complete();
                    return written.closed().isEmpty() ? null : new Refusal(null, written.closed());
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
                                setAside(e);
                            } else if (canMove()) {
                                progress.complete();
                                return new Refusal(e, List.of());
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

    /** A database that was away may have come back as an older one, in which topics have other numbers. */
    private Connection verified(Connection connection) throws SQLException {
        if (connection != verified) {
            long head = batches.head(connection);
            if (head < settlement.head()) {
                batches.forgetTopics();
                settlement.goBackTo(head);
            }
            verified = connection;
        }
        return connection;
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
            if (Failure.of(e) == Failure.EVENTS && connections.rollback()) {
                setAside(e);
            } else {
                connections.discard();
                outage.failed(e);
            }
            return false;
        }
    }

    /**
     * Committed transactions cannot be moved, and everything would wait for what is refused of them. Nobody is there to be told
     * but the operator.
     */
    private void setAside(SQLException refusal) {
        try {
            SetAside aside = batches.setAside(connections.get(), partitions.end(),
                    failure -> Failure.of(failure) == Failure.EVENTS);
            if (aside == null) {
                outage.failed(refusal);
                return;
            }
            LOG.errorf("The database refused %d event(s) of committed transactions, the first of topic %s with id %s: %s "
                    + "(SQLSTATE %s). They are in the table %s now, and in no stream and no history. Remove what refuses them, "
                    + "then put them back into the table pending, as the guide on operating tells",
                    aside.count(), aside.topic(), aside.id(), aside.cause().getMessage(), aside.cause().getSQLState(),
                    aside.table());
        } catch (SQLException e) {
            connections.discard();
            outage.failed(e);
        }
    }

    /**
     * @return whether there was room for the batch, so that the refusal was about its events
     */
    private boolean hadPartitionsFor(int events) {
        try {
            Connection connection = connections.get();
            return !partitions.ensureAtHead(connection, events + batches.countPending(connection));
        } catch (SQLException e) {
            connections.discard();
            outage.failed(e);
            return false;
        }
    }

    private void committed(List<Submission> batch, List<EventData> events, Written written, boolean notified) {
        long reached = written.head();
        settlement.committed(batch, events, written);
        if (reached > 0) {
            notifications.committed(settlement.head(), notified);
        }
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

}
