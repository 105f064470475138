package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;

/**
 * A page while it is being given: in pieces, as demand and the sentinel let it. Between two pieces it may be lost.
 * <p>
 * Belongs to the thread that polls, but for {@link #giveBack}.
 */
final class HeldPage {

    private final Page page;
    private final Lease lease;
    private List<StoredEvent> events = List.of();
    private int next;

    HeldPage(Leased<Page> leased, RemovedEvents removed) {
        this.page = leased.page();
        this.lease = leased.lease();
        lease.narrow(removed::without);
    }

    /**
     * Takes the events up. Whoever has done so puts them {@link #down}.
     *
     * @return whether they are not lost
     */
    boolean up() {
        List<StoredEvent> held = lease.look();
        events = held == null ? List.of() : held;
        return held != null;
    }

    /** Lets the events be lost until they are taken up again. */
    void down() {
        events = List.of();
    }

    /** The page is not needed any more. */
    void giveBack() {
        lease.giveBack();
    }

    /** How many events have been given. */
    int given() {
        return next;
    }

    /** Every matching event up to here is in the page. */
    long through() {
        return page.through();
    }

    /** Names the place where the page ends, if that is known. */
    @Nullable
    Cursor cursor() {
        return page.cursor();
    }

    /** Asks for what follows. */
    PageRequest next(EventFilter filter, long seen, int most) {
        return PageRequest.behind(page, filter, seen, most);
    }

    /** Whether there was more in the journal when the page was read. */
    boolean isFollowed() {
        return page.through() < page.head();
    }

    /**
     * Gives events up to a limit of positions and of number.
     *
     * @return how many
     */
    int give(long limit, int most, Consumer<StoredEvent> taker) {
        int given = 0;
        while (next < events.size() && given < most && events.get(next).position() <= limit) {
            taker.accept(events.get(next++));
            given++;
        }
        return given;
    }

    /** Whether nothing is left that may be looked at now or later. */
    boolean isDone(long limit) {
        return next == events.size() && page.through() <= limit;
    }

    /** Up to where everything has been given that matches, as far as this page and the limit tell. */
    long reached(long limit) {
        if (next == events.size() || events.get(next).position() > limit) {
            return Math.min(page.through(), limit);
        }
        // The rest waits for demand.
        return next == 0 ? 0 : events.get(next - 1).position();
    }
}
