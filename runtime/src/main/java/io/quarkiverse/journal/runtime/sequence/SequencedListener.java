package io.quarkiverse.journal.runtime.sequence;

import java.util.List;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Hears of this node's batches once they are committed, on the writer's thread, in order.
 */
@FunctionalInterface
public interface SequencedListener {

    void sequenced(List<StoredEvent> events);
}
