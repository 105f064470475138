package io.quarkiverse.journal.runtime.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.InvalidKindException;
import io.quarkiverse.journal.ReservedKindException;
import io.quarkiverse.journal.runtime.event.EventJson;

/**
 * What the parts of an event other than its payload may be. The sizes are bounded because an entry that an index cannot hold
 * would only be refused when its batch is stored.
 */
final class FieldChecks {

    private static final Set<String> RESERVED = Set.of("caught-up", "cursor", "end", "error", "gap", "open", "system",
            "topic-closed");
    private static final int LONGEST_KIND = 64;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_HEADERS = 8 * 1024;
    /** What PostgreSQL's timestamptz holds. */
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+294000-01-01T00:00:00Z");

    private FieldChecks() {
    }

    static void kind(String kind) {
        if (kind.isEmpty() || kind.length() > LONGEST_KIND || !hasKindCharactersOnly(kind)) {
            throw new InvalidKindException(kind);
        }
        if (RESERVED.contains(kind)) {
            throw new ReservedKindException(kind);
        }
    }

    private static boolean hasKindCharactersOnly(String kind) {
        for (int i = 0; i < kind.length(); i++) {
            if (!isKindCharacter(kind.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKindCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    static void id(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidEventException("id",
                    "An id must be 1 to " + LONGEST_ID + " visible ASCII characters; this one has "
                            + id.length() + " characters" + (id.length() <= LONGEST_ID ? ", some of another sort" : ""));
        }
    }

    static void text(String field, @Nullable String text) {
        if (text == null) {
            return;
        }
        if (text.indexOf(0) >= 0) {
            throw new InvalidEventException(field, "The " + field + " has the character U+0000, which PostgreSQL cannot store");
        }
        if (hasLoneSurrogate(text)) {
            throw new InvalidEventException(field, "The " + field + " has a lone surrogate, which is no character");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_TEXT) {
            throw new InvalidEventException(field,
                    "The " + field + " has " + bytes + " bytes in UTF-8; at most " + LONGEST_TEXT + " are allowed");
        }
    }

    static byte @Nullable [] headers(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey() == null || header.getValue() == null) {
                throw new InvalidEventException("headers", "A header has no name or no value");
            }
            if (hasLoneSurrogate(header.getKey()) || hasLoneSurrogate(header.getValue())) {
                throw new InvalidEventException("headers", "A header has a lone surrogate, which is no character");
            }
        }
        byte[] encoded = EventJson.encodeHeaders(headers);
        if (encoded != null && encoded.length > LONGEST_HEADERS) {
            throw new InvalidEventException("headers",
                    "The headers have " + encoded.length + " bytes as JSON; at most " + LONGEST_HEADERS + " are allowed");
        }
        return encoded;
    }

    static long micros(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new InvalidEventException("time", "The time " + time + " is outside of what PostgreSQL can store: " + EARLIEST
                    + " to " + LATEST);
        }
        return EventJson.toMicros(time);
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
