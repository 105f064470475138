package io.quarkiverse.journal.runtime.store;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;

/**
 * Which events a history shows, and in which order.
 *
 * @param filter which events
 * @param fromMicros only events whose time is this or later, in microseconds since 1970
 * @param toMicros only events whose time is earlier, in microseconds since 1970
 * @param descending whether the newest position comes first
 */
public record HistoryRange(EventFilter filter, @Nullable Long fromMicros, @Nullable Long toMicros, boolean descending) {

    TimeRange times() {
        return new TimeRange(fromMicros, toMicros);
    }

    /** Times that all its events have, those included that the filter asks for. */
    TimeRange allTimes() {
        Long after = filter.afterMicros();
        return new TimeRange(fromMicros == null || after != null && after > fromMicros ? after : fromMicros, toMicros);
    }
}
