package io.quarkiverse.journal.runtime.publish;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.PayloadTooLargeException;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Checks an event and encodes it, at the call: nothing that happens to the payload's object later alters the event, and nothing
 * that could fail in the database is queued.
 * <p>
 * Thread-safe.
 */
public final class EventEncoder {

    private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

    private final ObjectMapper mapper;
    private final long largestPayload;

    public EventEncoder(ObjectMapper mapper, long largestPayload) {
        this.mapper = mapper;
        this.largestPayload = largestPayload;
    }

    /**
     * @throws InvalidEventException when a part is refused; {@link InvalidEventException#field()} says which
     */
    public EventData encode(String topic, NewEvent event) {
        TopicNames.require(topic);
        FieldChecks.kind(event.kind());
        FieldChecks.text("key", event.key());
        FieldChecks.text("correlationId", event.correlationId());
        Instant now = Instant.now();
        String id = event.id();
        if (id == null) {
            id = UuidV7.at(now.toEpochMilli());
        } else {
            FieldChecks.id(id);
        }
        Instant time = event.time();
        return new EventData(topic, event.kind(), id, FieldChecks.micros(time == null ? now : time), event.key(),
                event.correlationId(), event.index(), null, null, FieldChecks.headers(event.headers()),
                payload(event.payload()), event.id() != null);
    }

    /** The end of a topic. Its payload says nothing: the marker's position says it all. */
    public EventData end(String topic) {
        Instant now = Instant.now();
        return new EventData(TopicNames.require(topic), EventData.END, UuidV7.at(now.toEpochMilli()), FieldChecks.micros(now),
                null, null, null, null, null, null, NULL.clone());
    }

    private byte[] payload(@Nullable Object payload) {
        byte[] encoded = payload instanceof RawJson raw ? JsonCheck.utf8(raw.value()) : write(payload);
        if (encoded.length > largestPayload) {
            throw new PayloadTooLargeException(encoded.length, largestPayload);
        }
        return JsonCheck.requireOneValue(encoded);
    }

    private byte[] write(@Nullable Object payload) {
        try {
            return mapper.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new PayloadEncodingException("Jackson cannot write a "
                    + (payload == null ? "null" : payload.getClass().getName()) + " as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
