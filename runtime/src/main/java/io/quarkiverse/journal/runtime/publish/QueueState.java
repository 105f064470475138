package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalClosedException;

/**
 * What publishers and the writer share: the backlog, whether more is taken, and the lock that guards both.
 * <p>
 * Not thread-safe: whoever uses it holds {@link #lock}.
 */
final class QueueState {

    final ReentrantLock lock = new ReentrantLock();
    /** There is something for the writer to do. */
    final Condition work = lock.newCondition();
    /** Something was settled, or given up. */
    final Condition progress = lock.newCondition();
    final Backlog backlog;

    private boolean closed;
    private boolean abandoned;
    private @Nullable Throwable defect;

    QueueState(Backlog backlog) {
        this.backlog = backlog;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /**
     * @throws JournalClosedException when nothing more is taken; says why
     */
    void requireOpen() {
        if (closed) {
            throw defect == null ? new JournalClosedException() : new JournalClosedException(defect);
        }
    }

    void close() {
        closed = true;
        work.signalAll();
    }

    /**
     * @param because why nobody writes any more, if that was not planned
     * @return what is given up, in order
     */
    List<Submission> abandon(@Nullable Throwable because) {
        abandoned = true;
        if (because != null) {
            defect = because;
        }
        close();
        progress.signalAll();
        return backlog.abandon();
    }

    /**
     * Waits until everything accepted up to a ticket is settled.
     *
     * @return whether it is, in time
     */
    boolean awaitSettled(long through, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        while (backlog.oldestOpen() <= through) {
            if (left <= 0) {
                return false;
            }
            left = progress.awaitNanos(left);
        }
        return true;
    }
}
