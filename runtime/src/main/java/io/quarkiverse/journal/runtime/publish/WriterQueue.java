package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicClosedException;

/**
 * The writer's side of the publish queue: what it takes, what becomes of that, and how it all ends.
 * <p>
 * Thread-safe: one thread takes and settles, any thread ends it.
 */
public final class WriterQueue {

    private final QueueState state;
    private final RoomLine line;
    /** Written under the lock. */
    private volatile @Nullable Long nudged;

    WriterQueue(QueueState state, RoomLine line) {
        this.state = state;
        this.line = line;
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
        state.lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            while (state.backlog.isEmpty() && !state.isClosed()) {
                long now = System.nanoTime();
                long left = Math.min(end - now, nudged == null ? Long.MAX_VALUE : nudgedFrom - now);
                if (left <= 0) {
                    break;
                }
                state.work.awaitNanos(left);
            }
            List<Submission> batch = state.backlog.take(most);
            line.admit();
            return batch;
        } finally {
            state.lock.unlock();
        }
    }

    /** The oldest submission in flight is done with: durable, or lost. */
    public void settled(Submission submission, boolean lost) {
        settled(List.of(submission), lost);
    }

    /** The oldest submissions in flight, in their order, are done with. */
    public void settled(List<Submission> submissions, boolean lost) {
        state.lock.lock();
        try {
            if (state.isAbandoned()) {
                return;
            }
            state.backlog.settle(submissions, lost);
            state.progress.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Submissions in flight are done with since their topics take no more events: whatever nobody waits for is lost.
     */
    public void refused(Collection<Submission> late, TopicClosedException cause) {
        state.lock.lock();
        try {
            if (state.isAbandoned()) {
                return;
            }
            state.backlog.refuse(late, cause);
            state.progress.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    void nudge() {
        if (nudged != null) {
            // Not taken yet: what begins when it is taken sees this commit too.
            return;
        }
        state.lock.lock();
        try {
            if (nudged == null) {
                nudged = System.nanoTime();
                state.work.signal();
            }
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * When the writer was nudged. What is committed by now, the next batch will move.
     *
     * @return the time of the first nudge that was not taken yet, by {@link System#nanoTime()}; {@code null} if there is none
     */
    public @Nullable Long takeNudge() {
        state.lock.lock();
        try {
            Long taken = nudged;
            nudged = null;
            return taken;
        } finally {
            state.lock.unlock();
        }
    }

    /** Takes no more submissions; what is queued can still be taken. */
    public void close() {
        state.lock.lock();
        try {
            state.close();
            line.wakeAll();
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Waits until everything accepted is settled.
     *
     * @return whether it is, in time
     */
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        state.lock.lock();
        try {
            return state.awaitSettled(Backlog.NONE - 1, timeout);
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Takes no more submissions, and gives up everything that is not settled. For the end of the node, or of the writer.
     *
     * @param defect why the writer ended although the node has not: publishers are told; {@code null} if the node ends
     * @return the submissions, in order
     */
    public List<Submission> abandon(@Nullable Throwable defect) {
        state.lock.lock();
        try {
            List<Submission> open = state.abandon(defect);
            line.wakeAll();
            return open;
        } finally {
            state.lock.unlock();
        }
    }

    /** Whether nothing is queued and nothing can be any more. */
    public boolean isDrained() {
        state.lock.lock();
        try {
            return state.isClosed() && state.backlog.isEmpty();
        } finally {
            state.lock.unlock();
        }
    }

    /** Whether everything was given up: nothing is to be written any more. */
    public boolean isAbandoned() {
        state.lock.lock();
        try {
            return state.isAbandoned();
        } finally {
            state.lock.unlock();
        }
    }
}
