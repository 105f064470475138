package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;

/**
 * Reads one event out of a body: the members around the payload by their meaning, the payload as the bytes that it is. Not
 * thread-safe; for one body.
 */
final class EnvelopeReader implements EventReader {

    private static final List<String> MEMBERS = List.of("payload", "kind", "key", "correlationId", "index", "headers", "id",
            "time");
    private final MemberReader members;
    private final Faults faults;

    EnvelopeReader(MemberReader members, Faults faults) {
        this.members = members;
        this.faults = faults;
    }

    @Override
    public @Nullable NewEvent read(JsonParser in, int base, String pointer) throws IOException {
        if (!members.isObject(in, pointer)) {
            return null;
        }
        int faultsBefore = faults.count();
        int seen = 0;
        RawJson payload = null;
        String kind = null;
        String key = null;
        String correlationId = null;
        Long index = null;
        Map<String, String> headers = Map.of();
        String id = null;
        Instant time = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            String at = Faults.member(pointer, name);
            in.nextToken();
            int member = MEMBERS.indexOf(name);
            if (member < 0) {
                faults.add(at, "An event has no such member; its members are " + String.join(", ", MEMBERS));
                in.skipChildren();
                continue;
            }
            if ((seen & 1 << member) != 0) {
                faults.add(at, "This member is there twice");
                in.skipChildren();
                continue;
            }
            seen |= 1 << member;
            switch (name) {
                case "payload" -> payload = members.raw(in, base);
                case "kind" -> kind = text(in, at);
                case "key" -> key = text(in, at);
                case "correlationId" -> correlationId = text(in, at);
                case "index" -> index = index(in, at);
                case "headers" -> headers = headers(in, at);
                case "id" -> id = text(in, at);
                default -> time = time(in, at);
            }
        }
        if (payload == null) {
            faults.add(Faults.member(pointer, "payload"), "An event must have a payload; JSON has null for nothing");
        }
        return faults.count() > faultsBefore ? null
                : new NewEvent(payload, kind == null ? NewEvent.DEFAULT_KIND : kind, id, time, key, correlationId, index,
                        headers);
    }

    @Override
    public Problem.Fault fault(String pointer, String field, String detail) {
        return new Problem.Fault(Faults.member(pointer, field), detail);
    }

    private @Nullable String text(JsonParser in, String at) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        if (in.currentToken() != JsonToken.VALUE_NULL) {
            faults.add(at, "This must be a string");
            in.skipChildren();
        }
        return null;
    }

    private @Nullable Long index(JsonParser in, String at) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                // Looked at first, since converting millions of digits takes minutes.
                if (in.getTextLength() <= MemberReader.LONGEST_INDEX) {
                    return in.getLongValue();
                }
            } catch (InputCoercionException e) {
                // Said below, as for those that are longer still.
            }
            faults.add(at, "This is out of range: it must be between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE);
        } else if (in.currentToken() != JsonToken.VALUE_NULL) {
            faults.add(at, "This must be a whole number");
            in.skipChildren();
        }
        return null;
    }

    private @Nullable Instant time(JsonParser in, String at) throws IOException {
        String text = text(in, at);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            faults.add(at, Problem.quote(text) + " is not an ISO-8601 instant such as 2026-11-20T04:00:00Z");
            return null;
        }
    }

    private Map<String, String> headers(JsonParser in, String at) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (in.currentToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() != JsonToken.VALUE_STRING) {
                    faults.add(Faults.member(at, name), "The value of a header must be a string");
                    in.skipChildren();
                } else if (headers.put(name, in.getText()) != null) {
                    faults.add(Faults.member(at, name), "This header is there twice");
                }
            }
        } else if (in.currentToken() != JsonToken.VALUE_NULL) {
            faults.add(at, "This must be an object with strings as values");
            in.skipChildren();
        }
        return headers;
    }
}
