package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.CloseTimeoutException;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.TopicClosing;
import io.quarkiverse.journal.runtime.store.TopicInUseException;
import io.smallrye.mutiny.Uni;

/**
 * Closes topics. The end goes through the writer's queue, behind what this node has accepted before. While transactions that
 * published to the topic are open, it says so in the topic's row, looks from time to time whether they have ended, and sends
 * the
 * end again: no thread, no connection and no lock is held between two looks.
 * <p>
 * Thread-safe.
 */
public final class TopicCloser {

    private static final Logger LOG = Logger.getLogger(TopicCloser.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final PublishQueue queue;
    private final ReaderConnections connections;
    private final TopicClosing closing;
    private final ClosedTopics closed;
    private final Duration patience;
    private final ConcurrentMap<String, CompletableFuture<Long>> underWay = new ConcurrentHashMap<>();

    /**
     * @param patience how long transactions that published to a topic are waited for
     */
    public TopicCloser(PublishQueue queue, ReaderConnections connections, TopicClosing closing, ClosedTopics closed,
            Duration patience) {
        this.queue = queue;
        this.connections = connections;
        this.closing = closing;
        this.closed = closed;
        this.patience = patience;
    }

    /**
     * Begins to close a topic, unless this node is at it already.
     *
     * @param end its end marker
     * @param mayBlock whether this thread may wait for room in the queue
     * @return the end marker's position; comes on a thread of the journal
     */
    public CompletableFuture<Long> close(EventData end, boolean mayBlock) {
        String topic = end.topic();
        Long known = closed.end(topic);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Long> answer = new CompletableFuture<>();
        CompletableFuture<Long> present = underWay.putIfAbsent(topic, answer);
        if (present != null) {
            return present.copy();
        }
        closed.begin(topic);
        try {
            new Closing(end, answer).begin(mayBlock);
        } catch (RuntimeException e) {
            settle(topic, answer, null, e);
            throw e;
        }
        return answer.copy();
    }

    private void settle(String topic, CompletableFuture<Long> answer, @Nullable Long end, @Nullable Throwable failure) {
        if (end != null) {
            closed.ended(topic, end);
        } else {
            closed.abandon(topic);
        }
        underWay.remove(topic, answer);
        if (end != null) {
            answer.complete(end);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    /** One topic's way to its end: from the writer to a look, and back after a pause. One step at a time. */
    private final class Closing {

        private final EventData end;
        private final CompletableFuture<Long> answer;
        private final long began = System.nanoTime();
        private Duration pause = SHORTEST_PAUSE;
        private @Nullable String said;

        Closing(EventData end, CompletableFuture<Long> answer) {
            this.end = end;
            this.answer = answer;
        }

        void begin(boolean mayBlock) {
            CompletableFuture<Receipt> receipt = new CompletableFuture<>();
            queue.submit(Submission.guarded(List.of(end), Guard.ENDING, receipt), mayBlock);
            Uni.createFrom().completionStage(receipt).subscribe().with(
                    written -> settle(end.topic(), answer, written.last(), null), this::refused);
        }

        private void refused(Throwable failure) {
            if (failure instanceof TopicInUseException || failure instanceof QueueFullException) {
                look();
            } else {
                settle(end.topic(), answer, null, failure);
            }
        }

        private void look() {
            connections.read(connection -> closing.look(connection, end.topic())).subscribe().with(this::seen, this::blind);
        }

        private void seen(TopicClosing.Look look) {
            said = look.said() == null ? said : look.said();
            if (look.free()) {
                try {
                    begin(false);
                    return;
                } catch (QueueFullException e) {
                    LOG.debug("No room for the end of a topic; it is sent again", e);
                } catch (RuntimeException e) {
                    settle(end.topic(), answer, null, e);
                    return;
                }
            }
            pause();
        }

        private void blind(Throwable failure) {
            if (failure instanceof SQLException) {
                LOG.debug("Could not look whether a topic can be closed", failure);
                pause();
            } else {
                settle(end.topic(), answer, null, failure);
            }
        }

        private void pause() {
            if (System.nanoTime() - began >= patience.toNanos()) {
                giveUp();
                return;
            }
            Duration now = pause;
            pause = now.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : now.multipliedBy(2);
            Uni.createFrom().nullItem().onItem().delayIt().by(now).subscribe().with(unused -> look(),
                    failure -> settle(end.topic(), answer, null, failure));
        }

        private void giveUp() {
            connections.read(connection -> closing.revert(connection, end.topic(), said)).subscribe().with(
                    transactions -> settle(end.topic(), answer, null,
                            new CloseTimeoutException(end.topic(), transactions, patience)),
                    failure -> settle(end.topic(), answer, null, failure instanceof JournalException ? failure
                            : new JournalException("Topic " + end.topic() + " is not closed: the database cannot be reached; "
                                    + "close it again once it can", failure)));
        }
    }
}
