package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.config.Overflow;

/**
 * The bounded queue between publishers and the node's writer. First in, first out.
 * <p>
 * Thread-safe: publishers on any thread, one writer.
 */
public final class PublishQueue {

    /** Tickets begin behind it. */
    private static final long NOTHING = 0;

    private final Overflow overflow;
    private final Duration blockTimeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();

    private final Backlog backlog;
    private final ThreadLocal<Long> lastOfThread = ThreadLocal.withInitial(() -> NOTHING);
    private boolean closed;
    private boolean abandoned;
    /** Written under the lock. */
    private volatile @Nullable Long nudged;

    public PublishQueue(int mostEvents, long mostBytes, Overflow overflow, Duration blockTimeout) {
        this.backlog = new Backlog(mostEvents, mostBytes);
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
            if (!backlog.fits(submission)) {
                displaced = makeRoom(submission, mayBlock);
            }
            lastOfThread.set(backlog.accept(submission));
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

    private List<Submission> makeRoom(Submission submission, boolean mayBlock) {
        if (overflow == Overflow.DROP_OLDEST) {
            progress.signalAll();
            return backlog.dropFor(submission);
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

    private void awaitRoom(Submission submission) {
        long left = blockTimeout.toNanos();
        try {
            while (!backlog.fits(submission)) {
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
        return new QueueFullException("The publish queue is full, and " + why + ": " + backlog.refuse(refused)
                + ". The database is slower than the publishers, or away (quarkus.journal.publish.queue-size, .queue-bytes, "
                + ".overflow, .block-timeout)");
    }

    /**
     * Takes the next batch; what is taken is in flight until {@link #settled}.
     *
     * @param most how many events at most, though at least one submission
     * @param nanos how long to wait for the first
     * @param nudgedFrom from when on a nudge ends the wait, by {@link System#nanoTime()}
     * @return the batch; empty when none came in time, or the queue is closed and empty
     */
    public List<Submission> take(int most, long nanos, long nudgedFrom) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            while (backlog.isEmpty() && !closed) {
                long now = System.nanoTime();
                long left = Math.min(end - now, nudged == null ? Long.MAX_VALUE : nudgedFrom - now);
                if (left <= 0) {
                    break;
                }
                work.awaitNanos(left);
            }
            List<Submission> batch = backlog.take(most);
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
            backlog.settle(submissions, lost);
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Submissions in flight are done with since their topics take no more events: whatever nobody waits for is lost.
     */
    public void refused(Collection<Submission> late, TopicClosedException cause) {
        lock.lock();
        try {
            if (abandoned) {
                return;
            }
            backlog.refuse(late, cause);
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
            long through = backlog.lastTicket();
            long after = backlog.losses().begin(through);
            boolean complete = false;
            try {
                long left = timeout.toNanos();
                while (backlog.oldestOpen() <= through) {
                    if (left <= 0) {
                        return false;
                    }
                    left = progress.awaitNanos(left);
                }
                complete = true;
                long lost = backlog.losses().between(after, through);
                if (lost > 0) {
                    throw new FlushException(lost, backlog.closedBetween(after, through));
                }
                return true;
            } finally {
                backlog.losses().end(after, through, complete);
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
        if (through == NOTHING) {
            return true;
        }
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (backlog.oldestOpen() <= through) {
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
        if (nudged != null) {
            // Not taken yet: what begins when it is taken sees this commit too.
            return;
        }
        lock.lock();
        try {
            if (nudged == null) {
                nudged = System.nanoTime();
                work.signal();
            }
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
            while (backlog.oldestOpen() != Backlog.NONE) {
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
            List<Submission> open = backlog.abandon();
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
            return closed && backlog.isEmpty();
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
            return backlog.figures();
        } finally {
            lock.unlock();
        }
    }
}
