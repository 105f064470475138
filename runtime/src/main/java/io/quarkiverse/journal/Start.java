package io.quarkiverse.journal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * Where a subscription starts.
 */
public sealed interface Start permits Start.Earliest, Start.Latest, Start.AfterPosition, Start.AfterCursor, Start.AfterTime {

    /**
     * At the first event that is kept.
     *
     * @return the start
     */
    static Start earliest() {
        return new Earliest();
    }

    /**
     * After everything that is committed when the subscription begins: only what happens from now on.
     *
     * @return the start
     */
    static Start latest() {
        return new Latest();
    }

    /**
     * Strictly after a position.
     *
     * @param position the position, not negative
     * @return the start
     */
    static Start after(long position) {
        return new AfterPosition(position);
    }

    /**
     * Strictly after the place that a cursor names.
     *
     * @param cursor the cursor
     * @return the start
     */
    static Start after(Cursor cursor) {
        return new AfterCursor(cursor);
    }

    /**
     * With the events whose {@code time} is strictly later. Since times do not follow positions, the whole journal is looked
     * through and earlier events are left out; events committed from now on are delivered only if their time is later too.
     *
     * @param time the instant
     * @return the start
     */
    static Start after(Instant time) {
        return new AfterTime(time);
    }

    /**
     * Reads a start as it stands in HTTP queries and in configuration: {@code earliest}, {@code latest}, a position, an
     * ISO-8601
     * instant, or a cursor.
     *
     * @param text the text
     * @return the start
     * @throws MalformedStartException when the text is none of these
     */
    static Start parse(String text) {
        if (text.equals("earliest")) {
            return earliest();
        }
        if (text.equals("latest")) {
            return latest();
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return after(parsePosition(text));
        }
        if (text.indexOf('T') > 0 && text.indexOf(':') > 0) {
            return after(parseTime(text));
        }
        return after(Cursor.parse(text));
    }

    private static long parsePosition(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedStartException(text, "the number is too large for a position", e);
        }
    }

    private static Instant parseTime(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new MalformedStartException(text,
                    "this is not an ISO-8601 instant such as 2026-11-20T04:00:00Z (in a URL, write + as %2B)", e);
        }
    }

    /** See {@link Start#earliest()}. */
    record Earliest() implements Start {
    }

    /** See {@link Start#latest()}. */
    record Latest() implements Start {
    }

    /**
     * See {@link Start#after(long)}.
     *
     * @param position the position, not negative
     */
    record AfterPosition(long position) implements Start {

        /**
         * Refuses a negative position.
         *
         * @param position the position, not negative
         */
        public AfterPosition {
            if (position < 0) {
                throw new MalformedStartException(Long.toString(position), "a position is not negative", null);
            }
        }
    }

    /**
     * See {@link Start#after(Cursor)}.
     *
     * @param cursor the cursor
     */
    record AfterCursor(Cursor cursor) implements Start {

        /**
         * Refuses {@code null}.
         *
         * @param cursor the cursor
         */
        public AfterCursor {
            Objects.requireNonNull(cursor, "cursor");
        }
    }

    /**
     * See {@link Start#after(Instant)}.
     *
     * @param time the instant
     */
    record AfterTime(Instant time) implements Start {

        /**
         * Refuses {@code null}.
         *
         * @param time the instant
         */
        public AfterTime {
            Objects.requireNonNull(time, "time");
        }
    }
}
