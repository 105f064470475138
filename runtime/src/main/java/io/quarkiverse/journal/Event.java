package io.quarkiverse.journal;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event of the journal, as every reader on every node sees it. Immutable.
 *
 * @param position its place in the journal: 1, 2, 3, … without holes
 * @param cursor names "strictly after this event"
 * @param id a UUID version 7 unless the publisher gave one
 * @param topic the topic it was published to
 * @param kind what sort of event
 * @param time the publisher's time, in microseconds; it does not follow the order of positions
 * @param key what the event is about, or {@code null}
 * @param correlationId what it belongs to, or {@code null}
 * @param index its place among the events of its correlation, or {@code null}
 * @param run the run that it was published in, or {@code null}
 * @param step the step of that run, or {@code null}
 * @param headers the publisher's headers, in their order
 * @param payload the payload, byte for byte as it was accepted
 */
public record Event(long position, Cursor cursor, String id, String topic, String kind, Instant time, @Nullable String key,
        @Nullable String correlationId, @Nullable Long index, @Nullable String run, @Nullable String step,
        Map<String, String> headers, RawJson payload) implements Frame {
}
