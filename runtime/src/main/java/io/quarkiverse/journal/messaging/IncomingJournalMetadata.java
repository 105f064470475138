package io.quarkiverse.journal.messaging;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;

/**
 * What the journal knows about the event that a message was made of. Add it as a parameter beside the payload, or ask the
 * message
 * for it.
 *
 * <pre>
 * &#64;Incoming("orders")
 * void order(Order order, IncomingJournalMetadata metadata) {
 * </pre>
 *
 * @param channel the channel that it came through
 * @param consumer the durable consumer that the channel reads for; {@code null} when it is none
 * @param event the event, with its payload as it was published
 * @param attempt the how-manieth time the event is delivered by this node, from 1
 */
public record IncomingJournalMetadata(String channel, @Nullable String consumer, Event event, int attempt) {

    /**
     * The event's place in its journal.
     *
     * @return the position
     */
    public long position() {
        return event.position();
    }

    /**
     * Names "strictly after this event".
     *
     * @return the cursor
     */
    public Cursor cursor() {
        return event.cursor();
    }

    /**
     * The event's id.
     *
     * @return the id
     */
    public String id() {
        return event.id();
    }

    /**
     * The topic that it was published to.
     *
     * @return the topic
     */
    public String topic() {
        return event.topic();
    }

    /**
     * What sort of event it is.
     *
     * @return the kind
     */
    public String kind() {
        return event.kind();
    }

    /**
     * The publisher's time.
     *
     * @return the time
     */
    public Instant time() {
        return event.time();
    }

    /**
     * What the event is about.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String key() {
        return event.key();
    }

    /**
     * What the event belongs to.
     *
     * @return the correlation id, or {@code null}
     */
    public @Nullable String correlationId() {
        return event.correlationId();
    }

    /**
     * Its place among the events of its correlation.
     *
     * @return the index, or {@code null}
     */
    public @Nullable Long index() {
        return event.index();
    }

    /**
     * The publisher's headers.
     *
     * @return the headers, in their order
     */
    public Map<String, String> headers() {
        return event.headers();
    }
}
