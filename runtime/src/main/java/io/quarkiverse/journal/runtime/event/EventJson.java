package io.quarkiverse.journal.runtime.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.RawJson;

/**
 * The one JSON form of an event: the same bytes from memory, from a page and on every node. It depends on nothing that
 * applications configure.
 */
public final class EventJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            // A character outside of the basic plane is written as itself, not as two escapes.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final BoundedParsers PARSERS = new BoundedParsers(JSON);
    /** What an event takes beside its payload, mostly. */
    private static final int ROOM = 320;

    private static final byte[] POSITION = JsonObjectBytes.name("position");
    private static final byte[] CURSOR = JsonObjectBytes.name("cursor");
    private static final byte[] ID = JsonObjectBytes.name("id");
    private static final byte[] TOPIC = JsonObjectBytes.name("topic");
    private static final byte[] KIND = JsonObjectBytes.name("kind");
    private static final byte[] TIME = JsonObjectBytes.name("time");
    private static final byte[] KEY = JsonObjectBytes.name("key");
    private static final byte[] CORRELATION_ID = JsonObjectBytes.name("correlationId");
    private static final byte[] INDEX = JsonObjectBytes.name("index");
    private static final byte[] RUN = JsonObjectBytes.name("run");
    private static final byte[] STEP = JsonObjectBytes.name("step");
    private static final byte[] HEADERS = JsonObjectBytes.name("headers");
    private static final byte[] PAYLOAD = JsonObjectBytes.name("payload");

    private EventJson() {
    }

    /** Encodes an event, with something before and behind it in the same array. */
    static byte[] encode(StoredEvent event, byte[] before, byte[] behind) {
        EventData data = event.data();
        JsonObjectBytes out = new JsonObjectBytes(before, ROOM + data.payload().length)
                .number(POSITION, event.position())
                .text(CURSOR, event.cursor().toString())
                .text(ID, data.id())
                .text(TOPIC, data.topic())
                .text(KIND, data.kind())
                .text(TIME, EventTime.format(data.timeMicros()));
        writeIfPresent(out, KEY, data.key());
        writeIfPresent(out, CORRELATION_ID, data.correlationId());
        if (data.index() != null) {
            out.number(INDEX, data.index());
        }
        writeIfPresent(out, RUN, data.run());
        writeIfPresent(out, STEP, data.step());
        if (data.headers() != null) {
            out.raw(HEADERS, data.headers());
        }
        return out.raw(PAYLOAD, data.payload()).end(behind);
    }

    private static void writeIfPresent(JsonObjectBytes out, byte[] name, @Nullable String value) {
        if (value != null) {
            out.text(name, value);
        }
    }

    static Event toEvent(StoredEvent event) {
        EventData data = event.data();
        return new Event(event.position(), event.cursor(), data.id(), data.topic(), data.kind(), fromMicros(data.timeMicros()),
                data.key(), data.correlationId(), data.index(), data.run(), data.step(), parseHeaders(data.headers()),
                new RawJson(new String(data.payload(), StandardCharsets.UTF_8)));
    }

    /**
     * Reads headers as they are stored.
     *
     * @param headers a JSON object in UTF-8, or {@code null} when there are none
     */
    public static Map<String, String> parseHeaders(byte @Nullable [] headers) {
        if (headers == null) {
            return Map.of();
        }
        Map<String, String> parsed = new LinkedHashMap<>();
        try (JsonParser in = PARSERS.parse(headers)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                parsed.put(name, in.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Headers that were accepted as JSON are none", e);
        }
        return Collections.unmodifiableMap(parsed);
    }

    /**
     * Writes headers as they are stored.
     *
     * @return a JSON object in UTF-8, or {@code null} when there are none
     */
    public static byte @Nullable [] encodeHeaders(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                out.writeStringField(header.getKey(), header.getValue());
            }
            out.writeEndObject();
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    public static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /**
     * Cuts an instant to microseconds.
     *
     * @throws ArithmeticException when it is hundreds of thousands of years away
     */
    public static long toMicros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
