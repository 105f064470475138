package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.runtime.config.Overflow;

/**
 * The bounded queue between publishers and the node's writer, from the publishers' side. First in, first out.
 * <p>
 * Thread-safe.
 */
public final class PublishQueue {

    private final Overflow overflow;
    private final QueueState state;
    private final RoomLine line;
    private final Flushes flushes;
    private final WriterQueue writer;

    /**
     * @param blockTimeout how long a publisher waits for room at most, if the overflow policy is to wait
     */
    public PublishQueue(int mostEvents, long mostBytes, Overflow overflow, Duration blockTimeout) {
        this.overflow = overflow;
        this.state = new QueueState(new Backlog(mostEvents, mostBytes));
        this.line = new RoomLine(state, blockTimeout);
        this.flushes = new Flushes(state);
        this.writer = new WriterQueue(state, line);
    }

    /** The same queue from the writer's side. */
    public WriterQueue writer() {
        return writer;
    }

    /**
     * Accepts a submission, as the overflow policy says.
     *
     * @param mayBlock whether this thread may wait at all
     * @throws QueueFullException when there is no room for it, or none came in time
     * @throws JournalClosedException when nothing is written any more
     */
    public void submit(Submission submission, boolean mayBlock) {
        List<Submission> displaced = List.of();
        state.lock.lock();
        try {
            state.requireOpen();
            if (line.hasRoomFor(submission)) {
                accept(submission);
            } else if (overflow == Overflow.DROP_OLDEST) {
                displaced = state.backlog.dropFor(submission);
                state.progress.signalAll();
                accept(submission);
            } else {
                awaitRoom(submission, mayBlock);
            }
        } finally {
            state.lock.unlock();
        }
        for (Submission lost : displaced) {
            lost.fail(new EventLostException("The event was dropped: the queue was full and the overflow policy is drop-oldest "
                    + "(quarkus.journal.publish.overflow)", null));
        }
    }

    private void accept(Submission submission) {
        flushes.accepted(state.backlog.accept(submission));
        state.work.signal();
    }

    private void awaitRoom(Submission submission, boolean mayBlock) {
        if (overflow == Overflow.FAIL) {
            throw line.full(submission, "the overflow policy is fail");
        }
        if (!mayBlock) {
            throw line.full(submission, "this thread must not block");
        }
        flushes.accepted(line.await(submission));
    }

    /**
     * Waits until everything accepted before the call is settled.
     *
     * @return whether it is, in time
     * @throws FlushException when some of it was lost, and this thread has not been told
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        return flushes.flush(timeout);
    }

    /**
     * Waits until what this thread has submitted is settled. What other threads submit does not matter.
     *
     * @return whether it is, in time
     */
    public boolean awaitOwn(Duration timeout) throws InterruptedException {
        return flushes.awaitOwn(timeout);
    }

    /** Tells the writer that a transaction has committed events, which it should move soon. */
    public void nudge() {
        writer.nudge();
    }

    /** How many events wait, and what became of the others. */
    public QueueFigures figures() {
        state.lock.lock();
        try {
            return state.backlog.figures();
        } finally {
            state.lock.unlock();
        }
    }
}
