package io.quarkiverse.journal.runtime.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.store.HistoryRange;

/**
 * What a client asks of a history.
 *
 * @param range which events, in which order
 * @param since strictly after this place
 * @param before strictly before the position that this names; {@code null} for the end
 * @param limit how many events at most; {@link #UNLIMITED} for all
 * @param form how to write it: the whole range as NDJSON, or a page in one of the other forms
 */
record HistoryRequest(HistoryRange range, Start since, @Nullable Start before, long limit, MediaType form) {

    static final long UNLIMITED = Long.MAX_VALUE;

    /**
     * Reads a request.
     *
     * @param topic the topic of the path, or {@code null} for the whole journal
     * @param accept the values of the header {@code Accept}
     * @throws RefusedException when a value is malformed
     */
    static HistoryRequest parse(@Nullable String topic, Query query, List<String> accept) {
        Start since = EventSelection.parseStart("since", query.single("since"));
        if (since == null) {
            since = Start.earliest();
        }
        Start before = EventSelection.parseStart("before", query.single("before"));
        if (before != null && !(before instanceof Start.AfterPosition) && !(before instanceof Start.AfterCursor)) {
            throw new RefusedException(Problem.badRequest("before: this must be a cursor or a position"));
        }
        Subscription selection = EventSelection.parse(topic, query, since, false, false);
        HistoryRange range = new HistoryRange(EventFilter.of(selection), micros(query, "from"), micros(query, "to"),
                descending(query));
        MediaType form = MediaType.negotiate(accept, MediaType.HISTORIES);
        return new HistoryRequest(range, since, before, Limit.of(query, form == MediaType.NDJSON ? UNLIMITED : Limit.DEFAULT),
                form);
    }

    /** How many events the first page has at most. */
    int firstPage() {
        return (int) Math.min(limit, Limit.LARGEST);
    }

    private static boolean descending(Query query) {
        String order = query.single("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw new RefusedException(Problem.badRequest("order: " + Problem.quote(order) + " is neither asc nor desc"));
        }
        return "desc".equals(order);
    }

    /** Rounded up: what lies between two microseconds excludes the lower one at the beginning, and includes it at the end. */
    private static @Nullable Long micros(Query query, String name) {
        String text = query.single(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = EventSelection.requireStorable(name, OffsetDateTime.parse(text).toInstant());
            return EventJson.toMicros(time) + (time.getNano() % 1_000 == 0 ? 0 : 1);
        } catch (DateTimeParseException e) {
            throw new RefusedException(Problem.badRequest(name + ": " + Problem.quote(text)
                    + " is not an ISO-8601 instant such as 2026-11-20T04:00:00Z (in a URL, write + as %2B)"));
        }
    }
}
