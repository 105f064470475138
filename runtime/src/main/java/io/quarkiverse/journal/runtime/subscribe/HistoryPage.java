package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * A page of a history.
 *
 * @param events matching events, in the order that was asked for
 * @param more whether more match
 * @param first the oldest position kept of the topics, or 0
 * @param last the newest position of the topics, or 0
 * @param gaps what has to be said because the place that was asked for cannot be honoured, or events were removed meanwhile
 * @param removed what is known to be removed
 * @param trims how often floors had been raised when they were looked at
 * @param after what follows lies strictly after this position
 * @param before what follows lies strictly before this position
 */
public record HistoryPage(List<StoredEvent> events, boolean more, long first, long last, List<Gap> gaps,
        RemovedEvents removed, long trims, long after, long before) {

    HistoryPage withoutEvents() {
        return new HistoryPage(List.of(), more, first, last, gaps, removed, trims, after, before);
    }

    /** The gaps have been given. */
    HistoryPage withoutGaps() {
        return new HistoryPage(events, more, first, last, List.of(), removed, trims, after, before);
    }

    /** What follows lies elsewhere. */
    HistoryPage within(long otherAfter, long otherBefore) {
        return new HistoryPage(events, more, first, last, List.of(), removed, trims, otherAfter, otherBefore);
    }
}
