package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.runtime.config.Overflow;

/**
 * The bounded queue between publishers and the node's writer. First in, first out.
 * <p>
 * Thread-safe: publishers on any thread, one writer.
 */
public final class PublishQueue {

    private static final Logger LOG = Logger.getLogger(PublishQueue.class);

    /** A batch ends at this many bytes, so that large events do not make large transactions. */
    private static final long BATCH_BYTES = 8L * 1024 * 1024;

    private final int mostEvents;
    private final long mostBytes;
    private final Overflow overflow;
    private final Duration blockTimeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();

    private final ArrayDeque<Submission> queued = new ArrayDeque<>();
    private final ArrayDeque<Submission> inFlight = new ArrayDeque<>();
    private final ThreadLocal<Long> lastOfThread = ThreadLocal.withInitial(() -> 0L);
    private final Losses losses = new Losses();
    private final Tally tally = new Tally();
    private int events;
    private long bytes;
    private long accepted;
    /** A queue that one batch empties and that overflows again before the next one is not over its outage. */
    private long droppedAtLastTake;
    private boolean dropping;
    private boolean closed;
    private boolean abandoned;
    private @Nullable Long nudged;

    public PublishQueue(int mostEvents, long mostBytes, Overflow overflow, Duration blockTimeout) {
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
        this.overflow = overflow;
        this.blockTimeout = blockTimeout;
    }

    /**
     * Accepts a submission, as the overflow policy says.
     *
     * @param mayBlock whether this thread may wait at all
     */
    public void submit(Submission submission, boolean mayBlock) {
        List<Submission> displaced = List.of();
        lock.lock();
        try {
            requireOpen();
            if (!fits(submission)) {
                displaced = makeRoom(submission, mayBlock);
            }
            submission.accepted(++accepted);
            tally.accepted(submission);
            lastOfThread.set(accepted);
            queued.add(submission);
            events += submission.events().size();
            bytes += submission.weight();
            work.signal();
        } finally {
            lock.unlock();
        }
        for (Submission lost : displaced) {
            lost.fail(new EventLostException("The event was dropped: the queue was full and the overflow policy is drop-oldest "
                    + "(quarkus.journal.publish.overflow)", null));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException();
        }
    }

    /** What is larger than the whole queue fits an empty one. */
    private boolean fits(Submission submission) {
        return queued.isEmpty()
                || (events + submission.events().size() <= mostEvents && bytes + submission.weight() <= mostBytes);
    }

    private List<Submission> makeRoom(Submission submission, boolean mayBlock) {
        if (overflow == Overflow.DROP_OLDEST) {
            return dropFor(submission);
        }
        if (overflow == Overflow.FAIL) {
            throw full(submission, "the overflow policy is fail");
        }
        if (!mayBlock) {
            throw full(submission, "this thread must not block");
        }
        awaitRoom(submission);
        return List.of();
    }

    private List<Submission> dropFor(Submission submission) {
        List<Submission> displaced = new ArrayList<>();
        while (!fits(submission)) {
            Submission oldest = queued.remove();
            removed(oldest);
            tally.dropped(oldest);
            losses.add(oldest.ticket(), oldest.events().size());
            displaced.add(oldest);
        }
        if (!dropping) {
            dropping = true;
            LOG.warnf("The publish queue is full (%d events): the oldest events are being dropped "
                    + "(quarkus.journal.publish.overflow=drop-oldest)", events);
        }
        progress.signalAll();
        return displaced;
    }

    private void awaitRoom(Submission submission) {
        long left = blockTimeout.toNanos();
        try {
            while (!fits(submission)) {
                if (left <= 0) {
                    throw full(submission, "no room came free in " + blockTimeout.toMillis() + " ms");
                }
                left = room.awaitNanos(left);
                requireOpen();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full(submission, "the thread was interrupted while it waited for room");
        }
    }

    private QueueFullException full(Submission refused, String why) {
        tally.refused(refused);
        return new QueueFullException("The publish queue is full, and " + why + ": " + events + " of " + mostEvents
                + " events and " + bytes + " of " + mostBytes + " bytes wait, " + inFlight.size() + " more are being written. "
                + "The database is slower than the publishers, or away (quarkus.journal.publish.queue-size, .queue-bytes, "
                + ".overflow, .block-timeout)");
    }

    private void removed(Submission submission) {
        events -= submission.events().size();
        bytes -= submission.weight();
    }

    /**
     * Takes the next batch; what is taken is in flight until {@link #settled}.
     *
     * @param most how many events at most, though at least one submission
     * @param nanos how long to wait for the first
     * @return the batch; empty when none came in time, or the queue is closed and empty
     */
    public List<Submission> take(int most, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (queued.isEmpty() && nudged == null && !closed && left > 0) {
                left = work.awaitNanos(left);
            }
            List<Submission> batch = new ArrayList<>();
            int count = 0;
            long weight = 0;
            while (!queued.isEmpty()) {
                Submission next = queued.peek();
                if (!batch.isEmpty() && (count + next.events().size() > most || weight + next.weight() > BATCH_BYTES)) {
                    break;
                }
                queued.remove();
                removed(next);
                count += next.events().size();
                weight += next.weight();
                batch.add(next);
            }
            if (queued.isEmpty() && dropping && droppedAtLastTake == tally.dropped()) {
                dropping = false;
                LOG.infof("The publish queue has room again; %d events were dropped since the start", tally.dropped());
            }
            droppedAtLastTake = tally.dropped();
            inFlight.addAll(batch);
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest submission in flight is done with: durable, or lost. */
    public void settled(Submission submission, boolean lost) {
        settled(List.of(submission), lost);
    }

    /** The oldest submissions in flight, in their order, are done with. */
    public void settled(List<Submission> submissions, boolean lost) {
        lock.lock();
        try {
            if (abandoned) {
                return;
            }
            for (Submission submission : submissions) {
                if (inFlight.peek() != submission) {
                    throw new IllegalStateException("Submissions are settled in their order");
                }
                inFlight.remove();
                if (lost) {
                    tally.lost(submission);
                    losses.add(submission.ticket(), submission.events().size());
                }
            }
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything accepted before the call is settled.
     *
     * @return whether it is, in time
     * @throws FlushException when some of it was lost
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long through = accepted;
            long after = losses.begin(through);
            boolean complete = false;
            try {
                long left = timeout.toNanos();
                while (oldestOpen() <= through) {
                    if (left <= 0) {
                        return false;
                    }
                    left = progress.awaitNanos(left);
                }
                complete = true;
                long lost = losses.between(after, through);
                if (lost > 0) {
                    throw new FlushException(lost);
                }
                return true;
            } finally {
                losses.end(after, through, complete);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until what this thread has submitted is settled. What other threads submit does not matter.
     *
     * @return whether it is, in time
     */
    public boolean awaitOwn(Duration timeout) throws InterruptedException {
        long through = lastOfThread.get();
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (oldestOpen() <= through) {
                if (left <= 0) {
                    return false;
                }
                left = progress.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the writer that a transaction has committed events, which it should move soon. */
    public void nudge() {
        lock.lock();
        try {
            if (nudged == null) {
                nudged = System.nanoTime();
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * When the writer was nudged. What is committed by now, the next batch will move.
     *
     * @return the time of the first nudge that was not taken yet, by {@link System#nanoTime()}; {@code null} if there is none
     */
    public @Nullable Long takeNudge() {
        lock.lock();
        try {
            Long taken = nudged;
            nudged = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The ticket of the oldest submission that is neither durable nor lost. */
    private long oldestOpen() {
        if (!inFlight.isEmpty()) {
            return inFlight.element().ticket();
        }
        return queued.isEmpty() ? Long.MAX_VALUE : queued.element().ticket();
    }

    /** Takes no more submissions; what is queued can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the queue is closed and everything is settled.
     *
     * @return whether it is, in time
     */
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (oldestOpen() != Long.MAX_VALUE) {
                if (left <= 0) {
                    return false;
                }
                left = progress.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up everything that is not settled. For the end of the node.
     *
     * @return the submissions, in order
     */
    public List<Submission> abandon() {
        lock.lock();
        try {
            closed = true;
            abandoned = true;
            List<Submission> open = new ArrayList<>(inFlight);
            open.addAll(queued);
            inFlight.clear();
            queued.clear();
            events = 0;
            bytes = 0;
            for (Submission submission : open) {
                tally.lost(submission);
                losses.add(submission.ticket(), submission.events().size());
            }
            progress.signalAll();
            work.signalAll();
            room.signalAll();
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is queued and nothing can be any more. */
    public boolean isDrained() {
        lock.lock();
        try {
            return closed && queued.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the end of the node has come: nothing is to be written any more. */
    public boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait, and what became of the others. */
    public QueueFigures figures() {
        lock.lock();
        try {
            return tally.figures(events, bytes);
        } finally {
            lock.unlock();
        }
    }
}
