package io.quarkiverse.journal.runtime.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicClosedException;

/**
 * What was accepted and is neither durable nor lost yet: queued, then in flight. First in, first out.
 * <p>
 * Not thread-safe: guarded by the queue's lock.
 */
final class Backlog {

    /** The ticket of no submission. */
    static final long NONE = Long.MAX_VALUE;

    private static final Logger LOG = Logger.getLogger(PublishQueue.class);

    /** A batch ends at this many bytes, so that large events do not make large transactions. */
    private static final long BATCH_BYTES = 8L * 1024 * 1024;

    private final int mostEvents;
    private final long mostBytes;
    private final ArrayDeque<Submission> queued = new ArrayDeque<>();
    private final ArrayDeque<Submission> inFlight = new ArrayDeque<>();
    private final Losses losses = new Losses();
    private final Tally tally = new Tally();
    private @Nullable TopicClosedException newestClosed;
    private long newestClosedAt;
    private int events;
    private long bytes;
    private long lastTicket;
    /** A queue that one batch empties and that overflows again before the next one is not over its outage. */
    private long droppedAtLastTake;
    private boolean dropping;

    Backlog(int mostEvents, long mostBytes) {
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    /** Whether there is room. What is larger than the whole queue fits an empty one. */
    boolean fits(Submission submission) {
        return queued.isEmpty()
                || (events + submission.events().size() <= mostEvents && bytes + submission.weight() <= mostBytes);
    }

    /**
     * @return the submission's ticket
     */
    long accept(Submission submission) {
        submission.accepted(++lastTicket);
        tally.accepted(submission);
        queued.add(submission);
        events += submission.events().size();
        bytes += submission.weight();
        return lastTicket;
    }

    /**
     * Counts a submission that is not accepted.
     *
     * @return the state that it met, for those who have to understand it
     */
    String refuse(Submission submission) {
        tally.refused(submission);
        return events + " of " + mostEvents + " events and " + bytes + " of " + mostBytes + " bytes wait, " + inFlight.size()
                + " more are being written";
    }

    /** Drops the oldest queued submissions until another one fits, and gives them. */
    List<Submission> dropFor(Submission submission) {
        List<Submission> dropped = new ArrayList<>();
        while (!fits(submission)) {
            Submission oldest = removeQueued();
            tally.dropped(oldest);
            losses.add(oldest.ticket(), oldest.events().size());
            dropped.add(oldest);
        }
        if (!dropping) {
            dropping = true;
            LOG.warnf("The publish queue is full (%d events): the oldest events are being dropped "
                    + "(quarkus.journal.publish.overflow=drop-oldest)", events);
        }
        return dropped;
    }

    private Submission removeQueued() {
        Submission oldest = queued.remove();
        events -= oldest.events().size();
        bytes -= oldest.weight();
        return oldest;
    }

    /** Puts the oldest queued submissions in flight and gives them: at most so many events, though at least one submission. */
    List<Submission> take(int most) {
        List<Submission> batch = new ArrayList<>();
        int count = 0;
        long weight = 0;
        while (!queued.isEmpty()) {
            Submission next = queued.element();
            if (!batch.isEmpty() && (count + next.events().size() > most || weight + next.weight() > BATCH_BYTES)) {
                break;
            }
            removeQueued();
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
        return batch;
    }

    /** The oldest submissions in flight, in their order, are done with. */
    void settle(List<Submission> submissions, boolean lost) {
        for (Submission submission : submissions) {
            if (inFlight.peek() != submission) {
                throw new IllegalStateException("Submissions are settled in their order");
            }
            inFlight.remove();
            if (lost) {
                lose(submission);
            }
        }
    }

    /**
     * Submissions in flight, in any order, that came too late for their topics. Who waits for one is told; the others are
     * lost.
     */
    void refuse(Collection<Submission> late, TopicClosedException cause) {
        inFlight.removeAll(late);
        for (Submission submission : late) {
            if (!submission.isAttended()) {
                lose(submission);
                newestClosed = cause;
                newestClosedAt = Math.max(newestClosedAt, submission.ticket());
            }
        }
    }

    /** Why the newest of the submissions was lost whose topic was closed, if a flush of these tickets covers it. */
    @Nullable
    TopicClosedException closedBetween(long after, long through) {
        return newestClosedAt > after && newestClosedAt <= through ? newestClosed : null;
    }

    private void lose(Submission submission) {
        tally.lost(submission);
        losses.add(submission.ticket(), submission.events().size());
    }

    /** Gives everything up, and gives it, in order. */
    List<Submission> abandon() {
        List<Submission> open = new ArrayList<>(inFlight);
        open.addAll(queued);
        inFlight.clear();
        queued.clear();
        events = 0;
        bytes = 0;
        open.forEach(this::lose);
        return open;
    }

    /** Whether nothing is queued behind what is in flight. */
    boolean isEmpty() {
        return queued.isEmpty();
    }

    /** The ticket of the submission accepted last. */
    long lastTicket() {
        return lastTicket;
    }

    /** The ticket of the oldest submission that is neither durable nor lost, or {@link #NONE}. */
    long oldestOpen() {
        if (!inFlight.isEmpty()) {
            return inFlight.element().ticket();
        }
        return queued.isEmpty() ? NONE : queued.element().ticket();
    }

    Losses losses() {
        return losses;
    }

    QueueFigures figures() {
        return tally.figures(events, bytes);
    }
}
