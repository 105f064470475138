package io.quarkiverse.journal.runtime.store;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;

/**
 * Which page a reader wants.
 *
 * @param after strictly after this position
 * @param filter which events
 * @param seen how often floors had been raised when they were looked at before
 * @param most how many events at most
 * @param head a head that was read before, or 0 when none is known: a reader that is far from it need not ask for it again
 * @param density how the page before this one was, if that tells anything
 */
public record PageRequest(long after, EventFilter filter, long seen, int most, long head, @Nullable Density density) {

    /** A page of which nothing is known yet. */
    public PageRequest(long after, EventFilter filter, long seen, int most) {
        this(after, filter, seen, most, 0, null);
    }

    /** The largest page, for who knows nothing. */
    public static PageRequest after(long after, EventFilter filter, long seen) {
        return new PageRequest(after, filter, seen, Integer.MAX_VALUE);
    }

    /** What follows a page. */
    public static PageRequest behind(Page page, EventFilter filter, long seen, int most) {
        return new PageRequest(page.through(), filter, seen, most, page.head(), page.density());
    }
}
