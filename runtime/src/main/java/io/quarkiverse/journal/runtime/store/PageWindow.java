package io.quarkiverse.journal.runtime.store;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * The events between two positions.
 *
 * @param page ends at its last event, since nothing is known of what follows that
 * @param isCut whether there may be more of them than the page has
 */
record PageWindow(Page page, boolean isCut) {

    /**
     * One page of two windows, the second of which begins where the first one ends. That one goes up to where it was asked for
     * only if there is an event behind: whoever sees that one sees every one before.
     *
     * @param after where the first one begins
     * @return {@code null} when the two tell nothing
     */
    static @Nullable Page join(long after, PageWindow first, PageWindow second) {
        if (first.isCut || second.page.events().isEmpty() || lostSomething(first.page) || lostSomething(second.page)) {
            return first.page.events().isEmpty() ? null : first.page;
        }
        List<StoredEvent> events = Stream.of(first, second).flatMap(window -> window.page.events().stream()).toList();
        Page last = second.page;
        // Who looked first has seen less of what was removed.
        TopicFloors.Raised raised = new TopicFloors.Raised(
                Math.min(first.page.raised().trims(), last.raised().trims()), List.of());
        return new Page(events, last.through(), last.head(), last.cursor(), raised,
                Density.of(after, last.through(), events));
    }

    private static boolean lostSomething(Page page) {
        return !page.raised().topics().isEmpty();
    }
}
