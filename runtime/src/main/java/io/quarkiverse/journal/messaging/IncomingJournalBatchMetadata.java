package io.quarkiverse.journal.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;

/**
 * What the journal knows about the events of a batch ({@code batch=true}), in the order of the payloads.
 *
 * @param channel the channel that they came through
 * @param consumer the durable consumer that the channel reads for; {@code null} when it is none
 * @param events the events, at least one
 * @param attempt the how-manieth time the batch is delivered by this node, from 1
 */
public record IncomingJournalBatchMetadata(String channel, @Nullable String consumer, List<Event> events, int attempt) {

    /**
     * Keeps a copy of the list.
     *
     * @param channel the channel that they came through
     * @param consumer the durable consumer that the channel reads for; {@code null} when it is none
     * @param events the events, at least one
     * @param attempt the how-manieth time the batch is delivered by this node, from 1
     */
    public IncomingJournalBatchMetadata {
        events = List.copyOf(events);
    }

    /**
     * Names "strictly after the last one".
     *
     * @return the cursor
     */
    public Cursor cursor() {
        return events.get(events.size() - 1).cursor();
    }
}
