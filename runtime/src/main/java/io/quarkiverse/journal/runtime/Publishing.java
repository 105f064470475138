package io.quarkiverse.journal.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.UnknownTopicException;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.EventEncoder;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.sequence.TopicCloser;
import io.quarkiverse.journal.runtime.store.ExistingTopics;
import io.quarkiverse.journal.runtime.transact.TransactionalPublisher;
import io.quarkus.runtime.BlockingOperationControl;

/**
 * What may be handed over to this node, and which way it goes: into the caller's transaction or into the queue.
 * <p>
 * Thread-safe.
 */
public final class Publishing {

    private final JournalSettings settings;
    private final EventEncoder encoder;
    private final ExistingTopics existing;
    private final @Nullable TransactionalPublisher transactions;
    private final ClosedTopics closedTopics;
    private final PublishQueue queue;
    private final TopicCloser closer;

    /**
     * @param transactions takes the events of callers' transactions, if there are any
     */
    Publishing(JournalSettings settings, EventEncoder encoder, ExistingTopics existing,
            @Nullable TransactionalPublisher transactions, ClosedTopics closedTopics, PublishQueue queue, TopicCloser closer) {
        this.settings = settings;
        this.encoder = encoder;
        this.existing = existing;
        this.transactions = transactions;
        this.closedTopics = closedTopics;
        this.queue = queue;
        this.closer = closer;
    }

    public EventEncoder encoder() {
        return encoder;
    }

    /** Hands an event over to the caller's transaction, if it is in one; otherwise queues it. */
    public void publish(EventData event) {
        existing.require(event.topic(), BlockingOperationControl.isBlockingAllowed());
        if (transactions != null && transactions.isInTransaction()) {
            transactions.join(event);
            return;
        }
        TopicClosedException refusal = closedTopics.refusal(event.topic());
        if (refusal != null) {
            throw refusal;
        }
        queue.submit(Submission.unattended(event), BlockingOperationControl.isBlockingAllowed());
    }

    /**
     * Queues events of one topic as one atomic append. Never blocks on an event loop.
     *
     * @param guard what has to hold for them to be stored, if anything
     * @return the receipt; it comes on the writer's thread: hand it over before doing anything long
     * @throws QueueFullException when there is no room
     * @throws JournalClosedException when the node is shutting down, or its writer has failed
     */
    public CompletableFuture<Receipt> append(List<EventData> events, @Nullable Guard guard) {
        return append(events, guard, BlockingOperationControl.isBlockingAllowed());
    }

    /** As {@link #append(List, Guard)}; without waiting for room, whatever the thread, where that is not wished. */
    public CompletableFuture<Receipt> append(List<EventData> events, @Nullable Guard guard, boolean mayWait) {
        int mostAtomic = settings.config().publish().maxAtomicEvents();
        if (events.isEmpty() || events.size() > mostAtomic) {
            throw new IllegalArgumentException("An append has 1 to " + mostAtomic + " events, not "
                    + events.size() + " (" + settings.key("publish.max-atomic-events") + ")");
        }
        if (isInTransaction()) {
            throw new IllegalStateException("append cannot tell a position inside a transaction, since the events get theirs "
                    + "after it has committed, and neither an idempotency key nor an expected position can be decided "
                    + "before: use publish, which commits with the transaction, or append outside of it "
                    + "(for instance with QuarkusTransaction.suspendingExisting())");
        }
        try {
            existing.require(events.get(0).topic(), BlockingOperationControl.isBlockingAllowed());
        } catch (UnknownTopicException e) {
            return CompletableFuture.failedFuture(e);
        }
        // What has a key or an id may be a repetition, whose answer was given before the end: that is for the database to tell.
        boolean mayBeRepeated = guard != null || events.stream().anyMatch(EventData::idGiven);
        TopicClosedException refusal = mayBeRepeated ? null : closedTopics.refusal(events.get(0).topic());
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        queue.submit(Submission.guarded(events, guard, receipt), mayWait);
        return receipt;
    }

    /**
     * Closes a topic, behind everything that this node has accepted before.
     *
     * @return the position of its end; it comes on a thread of the journal: hand it over before doing anything long
     */
    public CompletableFuture<Long> closeTopic(String topic) {
        EventData end = encoder.end(topic);
        if (isInTransaction()) {
            throw new IllegalStateException("close cannot close topic " + topic + " inside a transaction: it would be closed "
                    + "whether or not the transaction commits, and wait for its events. Close the topic once it has committed, "
                    + "or outside of it (for instance with QuarkusTransaction.suspendingExisting())");
        }
        try {
            existing.require(topic, BlockingOperationControl.isBlockingAllowed());
        } catch (UnknownTopicException e) {
            return CompletableFuture.failedFuture(e);
        }
        return closer.close(end, BlockingOperationControl.isBlockingAllowed());
    }

    /** Whether what is published in a transaction of the caller's joins it. */
    public boolean joinsTransactions() {
        return transactions != null;
    }

    private boolean isInTransaction() {
        return transactions != null && transactions.isInTransaction();
    }

    /** Waits as {@link PublishQueue#flush} does. */
    public boolean flush(Duration timeout) throws InterruptedException {
        return queue.flush(timeout);
    }
}
