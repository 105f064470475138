package io.quarkiverse.journal.runtime;

import java.util.List;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.EventEncoder;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.smallrye.mutiny.Uni;

/**
 * The running journal of this node.
 */
public final class JournalNode {

    public EventEncoder encoder() {
        throw new IllegalStateException();
    }

    /**
     * Queues events of one topic as one atomic append. Never blocks on an event loop.
     *
     * @throws QueueFullException when there is no room
     * @throws JournalClosedException when the node is shutting down
     */
    public Uni<Receipt> append(List<EventData> events) {
        throw new IllegalStateException();
    }

    /** Opens a reading; it begins with its first poll. */
    public Reading open(Subscription subscription, Runnable signal) {
        throw new IllegalStateException();
    }
}
