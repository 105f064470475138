package io.quarkiverse.journal.runtime.store;

import java.util.List;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * How close together what a reader wants lay in its last page: a guess of how it goes on.
 *
 * @param positions how many positions the page covered
 * @param events how many of them were wanted
 * @param bytes what those weighed
 */
public record Density(long positions, int events, long bytes) {

    /** So much of what a page may hold is aimed at, so that some more than expected still fits. */
    private static final double AIM = 0.9;

    static Density of(long after, long through, List<StoredEvent> events) {
        return new Density(through - after, events.size(), events.stream().mapToLong(event -> event.data().weight()).sum());
    }

    /** How many positions will hardly make more than one page. */
    long window(int mostEvents, long mostBytes) {
        return events == 0 || bytes == 0 ? 0
                : (long) (positions * AIM * Math.min((double) mostEvents / events, (double) mostBytes / bytes));
    }
}
