package io.quarkiverse.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An event that is about to be published: a payload, and what is known about it. Immutable; each {@code with} method returns
 * a changed copy.
 *
 * <pre>
 * journal.publish("orders", NewEvent.of(order).withKind("placed").withKey(order.customer()));
 * </pre>
 * <p>
 * <b>Ids.</b> An event whose {@linkplain #id() id} is given may be published again without harm, by whichever way and on
 * whatever
 * node: within {@code quarkus.journal.idempotency.window}, counted from the one that was stored, an id is stored once in its
 * topic.
 * The first one stands, also when a later one says something else. What a later {@code append} gets is said at {@link Receipt};
 * a
 * later {@code publish}, also one in a transaction, is dropped and counted by a meter, and is no loss. An id that is made by
 * the
 * journal is not remembered. Events with given ids take a little longer.
 * <p>
 * Values are checked when the event is published, not here.
 *
 * @param payload anything that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode}, or a {@link RawJson};
 *        {@code null} is the JSON value {@code null}
 * @param kind what sort of event: 1–64 letters, digits, {@code .}, {@code _} and {@code -}; not a reserved one
 * @param id 1–128 visible ASCII characters, stored once in its topic; {@code null} for a new UUID version 7
 * @param time when it happened, cut to microseconds; {@code null} for the time of the call
 * @param key what the event is about, at most 256 bytes of UTF-8
 * @param correlationId what it belongs to, at most 256 bytes of UTF-8
 * @param index its place among the events of its correlation
 * @param headers names and values for those who carry the event on; as JSON at most 8 KiB
 */
public record NewEvent(@Nullable Object payload, String kind, @Nullable String id, @Nullable Instant time,
        @Nullable String key, @Nullable String correlationId, @Nullable Long index, Map<String, String> headers) {

    /** The kind of an event that names none. */
    public static final String DEFAULT_KIND = "event";

    /**
     * Keeps a copy of the headers, in their order.
     *
     * @param payload anything that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode}, or a {@link RawJson};
     *        {@code null} is the JSON value {@code null}
     * @param kind what sort of event: 1–64 letters, digits, {@code .}, {@code _} and {@code -}; not a reserved one
     * @param id 1–128 visible ASCII characters, stored once in its topic; {@code null} for a new UUID version 7
     * @param time when it happened, cut to microseconds; {@code null} for the time of the call
     * @param key what the event is about, at most 256 bytes of UTF-8
     * @param correlationId what it belongs to, at most 256 bytes of UTF-8
     * @param index its place among the events of its correlation
     * @param headers names and values for those who carry the event on; as JSON at most 8 KiB
     */
    public NewEvent {
        Objects.requireNonNull(kind, "kind");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * An event of kind {@value #DEFAULT_KIND} with nothing but a payload.
     *
     * @param payload anything that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode}, or a {@link RawJson}
     * @return the event
     */
    public static NewEvent of(@Nullable Object payload) {
        return new NewEvent(payload, DEFAULT_KIND, null, null, null, null, null, Map.of());
    }

    /**
     * A copy with this kind.
     *
     * @param kind what sort of event
     * @return the copy
     */
    public NewEvent withKind(String kind) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this id, under which it is stored once in its topic.
     *
     * @param id the event's id
     * @return the copy
     */
    public NewEvent withId(String id) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this time.
     *
     * @param time when it happened
     * @return the copy
     */
    public NewEvent withTime(Instant time) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this key.
     *
     * @param key what the event is about
     * @return the copy
     */
    public NewEvent withKey(String key) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this correlation id.
     *
     * @param correlationId what the event belongs to
     * @return the copy
     */
    public NewEvent withCorrelationId(String correlationId) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with this index.
     *
     * @param index the event's place among those of its correlation
     * @return the copy
     */
    public NewEvent withIndex(long index) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }

    /**
     * A copy with these headers in place of the present ones.
     *
     * @param headers names and values
     * @return the copy
     */
    public NewEvent withHeaders(Map<String, String> headers) {
        return new NewEvent(payload, kind, id, time, key, correlationId, index, headers);
    }
}
