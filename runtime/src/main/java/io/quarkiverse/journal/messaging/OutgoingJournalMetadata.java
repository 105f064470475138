package io.quarkiverse.journal.messaging;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.NewEvent;

/**
 * What is known about an event that a message becomes, besides its payload. Immutable; each {@code with} method returns a
 * changed copy. What is left out is taken from the channel.
 *
 * <pre>
 * emitter.send(Message.of(order).addMetadata(OutgoingJournalMetadata.empty().withKind("placed").withKey(order.customer())));
 * </pre>
 * <p>
 * Values are checked when the message is sent; one that is refused is acknowledged negatively, with the reason.
 *
 * @param topic the topic to publish to; {@code null} for the channel's
 * @param kind what sort of event; {@code null} for the channel's
 * @param id an id under which the event is stored once in its topic, see {@link NewEvent}; {@code null} for a new one
 * @param time when it happened; {@code null} for the time of sending
 * @param key what the event is about; {@code null} for the channel's, if that has one
 * @param correlationId what it belongs to
 * @param index its place among the events of its correlation
 * @param headers names and values for those who carry the event on
 */
public record OutgoingJournalMetadata(@Nullable String topic, @Nullable String kind, @Nullable String id,
        @Nullable Instant time,
        @Nullable String key, @Nullable String correlationId, @Nullable Long index, Map<String, String> headers) {

    private static final OutgoingJournalMetadata EMPTY = new OutgoingJournalMetadata(null, null, null, null, null, null, null,
            Map.of());

    /**
     * Keeps a copy of the headers, in their order.
     *
     * @param topic the topic to publish to; {@code null} for the channel's
     * @param kind what sort of event; {@code null} for the channel's
     * @param id an id under which the event is stored once in its topic, see {@link NewEvent}; {@code null} for a new one
     * @param time when it happened; {@code null} for the time of sending
     * @param key what the event is about; {@code null} for the channel's, if that has one
     * @param correlationId what it belongs to
     * @param index its place among the events of its correlation
     * @param headers names and values for those who carry the event on
     */
    public OutgoingJournalMetadata {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Nothing but what the channel says.
     *
     * @return the metadata
     */
    public static OutgoingJournalMetadata empty() {
        return EMPTY;
    }

    /**
     * A copy with this topic.
     *
     * @param topic the topic to publish to
     * @return the copy
     */
    public OutgoingJournalMetadata withTopic(String topic) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this kind.
     *
     * @param kind what sort of event
     * @return the copy
     */
    public OutgoingJournalMetadata withKind(String kind) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this id, under which the event is stored once in its topic: sending the same message again is harmless.
     *
     * @param id the event's id
     * @return the copy
     */
    public OutgoingJournalMetadata withId(String id) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this time.
     *
     * @param time when it happened
     * @return the copy
     */
    public OutgoingJournalMetadata withTime(Instant time) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this key.
     *
     * @param key what the event is about
     * @return the copy
     */
    public OutgoingJournalMetadata withKey(String key) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this correlation id.
     *
     * @param correlationId what the event belongs to
     * @return the copy
     */
    public OutgoingJournalMetadata withCorrelationId(String correlationId) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this index.
     *
     * @param index the event's place among those of its correlation
     * @return the copy
     */
    public OutgoingJournalMetadata withIndex(long index) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with these headers in place of the present ones.
     *
     * @param headers names and values
     * @return the copy
     */
    public OutgoingJournalMetadata withHeaders(Map<String, String> headers) {
        return new OutgoingJournalMetadata(topic, kind, id, time, key, correlationId, index, headers);
    }
}
