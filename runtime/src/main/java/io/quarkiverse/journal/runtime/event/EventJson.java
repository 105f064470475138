package io.quarkiverse.journal.runtime.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    /** Always six digits of fraction, so that the text's length tells nothing and texts compare. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC);

    private EventJson() {
    }

    static byte[] encode(StoredEvent event) {
        EventData data = event.data();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(320 + data.payload().length);
                JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeNumberField("position", event.position());
            out.writeStringField("cursor", event.cursor().toString());
            out.writeStringField("id", data.id());
            out.writeStringField("topic", data.topic());
            out.writeStringField("kind", data.kind());
            out.writeStringField("time", formatMicros(data.timeMicros()));
            writeIfPresent(out, "key", data.key());
            writeIfPresent(out, "correlationId", data.correlationId());
            if (data.index() != null) {
                out.writeNumberField("index", data.index());
            }
            writeIfPresent(out, "run", data.run());
            writeIfPresent(out, "step", data.step());
            if (data.headers() != null) {
                out.writeFieldName("headers");
                out.writeRawValue(new Utf8Json(data.headers()));
            }
            out.writeFieldName("payload");
            out.writeRawValue(new Utf8Json(data.payload()));
            out.writeEndObject();
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static void writeIfPresent(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    static Event toEvent(StoredEvent event) {
        EventData data = event.data();
        return new Event(event.position(), event.cursor(), data.id(), data.topic(), data.kind(), fromMicros(data.timeMicros()),
                data.key(), data.correlationId(), data.index(), data.run(), data.step(), parseHeaders(data.headers()),
                new RawJson(new String(data.payload(), StandardCharsets.UTF_8)));
    }

    private static Map<String, String> parseHeaders(byte @Nullable [] headers) {
        if (headers == null) {
            return Map.of();
        }
        Map<String, String> parsed = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(headers)) {
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

    static String formatMicros(long micros) {
        return TIME.format(fromMicros(micros));
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
