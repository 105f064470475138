package io.quarkiverse.journal.runtime.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;

import io.quarkiverse.journal.QueueFullException;

/**
 * The publishers that wait for room, first come, first served. Nobody passes them: what needs much room would wait for ever if
 * what needs little took it first.
 * <p>
 * Not thread-safe: guarded by the queue's lock.
 */
final class RoomLine {

    private static final class Waiter {

        private final Submission submission;
        private final Condition turn;
        private boolean accepted;

        Waiter(Submission submission, Condition turn) {
            this.submission = submission;
            this.turn = turn;
        }
    }

    private final QueueState state;
    private final Duration patience;
    private final ArrayDeque<Waiter> line = new ArrayDeque<>();

    RoomLine(QueueState state, Duration patience) {
        this.state = state;
        this.patience = patience;
    }

    /** Whether a submission may be accepted without waiting. */
    boolean hasRoomFor(Submission submission) {
        return line.isEmpty() && state.backlog.fits(submission);
    }

    /**
     * Waits until a submission has been accepted.
     *
     * @return its ticket
     * @throws QueueFullException when its turn did not come in time
     */
    long await(Submission submission) {
        Waiter waiter = new Waiter(submission, state.lock.newCondition());
        line.add(waiter);
        try {
            long left = patience.toNanos();
            while (!waiter.accepted) {
                state.requireOpen();
                if (left <= 0) {
                    throw full(submission, "no room came free in " + patience.toMillis() + " ms");
                }
                left = waiter.turn.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!waiter.accepted) {
                throw full(submission, "the thread was interrupted while it waited for room");
            }
        } finally {
            if (!waiter.accepted) {
                line.remove(waiter);
                // Who comes next may need less.
                admit();
            }
        }
        return submission.ticket();
    }

    /** Accepts in turn what fits now. Done for those who wait, not by them: nobody can come between. */
    void admit() {
        while (!line.isEmpty() && !state.isClosed() && state.backlog.fits(line.element().submission)) {
            Waiter next = line.remove();
            state.backlog.accept(next.submission);
            next.accepted = true;
            next.turn.signal();
            state.work.signal();
        }
    }

    /** Lets everybody see that the queue has been closed. */
    void wakeAll() {
        line.forEach(waiter -> waiter.turn.signal());
    }

    /** Counts a submission as refused, and says what it met. */
    QueueFullException full(Submission refused, String why) {
        long before = line.stream().takeWhile(waiter -> waiter.submission != refused).count();
        return new QueueFullException("The publish queue is full, and " + why + ": " + state.backlog.refuse(refused)
                + (before == 0 ? "" : "; publishers waiting for room before it: " + before)
                + ". The database is slower than the publishers, or away (quarkus.journal.publish.queue-size, .queue-bytes, "
                + ".overflow, .block-timeout)");
    }
}
