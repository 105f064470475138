package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.HistoryRange;

/** A whole history, page after page, the next one asked for while the present one is given. Ends without a sentinel. */
final class HistoryReading implements Reading {

    private static final int PAGE = 2_000;
    private static final int SMALLEST_PAGE = 32;
    private static final long NOWHERE = -1;

    /**
     * A page without its events.
     *
     * @param page tells what follows it
     * @param beyond the position right before its first event, in the order that was asked for; {@link #NOWHERE} if it has none
     */
    private record Piece(HistoryPage page, long beyond) {
    }

    private final History history;
    private final HistoryRange range;
    private final ReadingSources sources;
    private final Runnable signal;
    private volatile Question<Leased<Piece>> pages;

    private volatile @Nullable Leased<Piece> held;
    /** The position that was given last, or the one before the first of the page. */
    private long given;
    /** How many events of the page have been given. */
    private int index;
    /** What is asked for follows this. */
    private HistoryPage from;
    private int pageSize = PAGE;
    private long left;
    private volatile boolean closed;

    HistoryReading(History history, HistoryRange range, HistoryPage first, long most, ReadingSources sources,
            Runnable signal) {
        this.history = history;
        this.range = range;
        this.left = most;
        this.sources = sources;
        this.signal = signal;
        this.pages = sources.leases(signal);
        this.from = first.withoutEvents();
        Leased<Piece> leased = leased(first);
        sources.memory().keep(leased);
        this.held = leased;
        this.given = leased.page().beyond();
    }

    private Leased<Piece> leased(HistoryPage found) {
        List<StoredEvent> events = found.events();
        long beyond = events.isEmpty() ? NOWHERE : events.get(0).position() + (range.descending() ? 1 : -1);
        return new Leased<>(new Piece(found.withoutEvents(), beyond), sources.memory().lease(events));
    }

    @Override
    public Poll poll(int max, FrameSink sink) {
        int demand = max;
        // Those of the first page.
        giveGaps(sink, from);
        while (!closed) {
            Leased<Piece> now = held == null ? take(sink) : held;
            List<StoredEvent> events = now == null ? null : now.lease().look();
            if (now != null && events == null) {
                lost(now.page());
                now = null;
            }
            if (now == null || events == null) {
                ask();
                return Poll.WAITING;
            }
            HistoryPage page = now.page().page();
            from = page.withoutGaps();
            if (page.more() && !sources.memory().isTight()) {
                ask();
            }
            while (index < events.size() && demand > 0 && left > 0) {
                StoredEvent event = events.get(index++);
                sink.event(event);
                given = event.position();
                demand--;
                left--;
            }
            if (left == 0 || index == events.size() && !page.more()) {
                close();
            } else if (index < events.size()) {
                return Poll.MORE;
            } else {
                now.lease().giveBack();
                held = null;
                pageSize = Math.min(PAGE, 2 * pageSize);
            }
        }
        return Poll.FINISHED;
    }

    private @Nullable Leased<Piece> take(FrameSink sink) {
        Leased<Piece> taken = pages.take();
        if (taken != null) {
            held = taken;
            if (closed) {
                // Closed from another thread just before: nobody else would give it back.
                taken.lease().giveBack();
            }
            index = 0;
            given = taken.page().beyond();
            giveGaps(sink, taken.page().page());
        }
        return taken;
    }

    private void giveGaps(FrameSink sink, HistoryPage page) {
        if (!page.gaps().isEmpty()) {
            page.gaps().forEach(sink::gap);
            from = page.withoutGaps();
        }
    }

    /** The rest of a page is read again, in pieces of which less is lost. */
    private void lost(Piece piece) {
        from = piece.page().withoutGaps();
        if (piece.beyond() != NOWHERE) {
            from = range.descending() ? piece.page().within(piece.page().after(), given)
                    : piece.page().within(given, piece.page().before());
        }
        pageSize = Math.max(SMALLEST_PAGE, index);
        held = null;
        pages.cancel();
        pages = sources.leases(signal);
        if (closed) {
            pages.cancel();
        }
    }

    private void ask() {
        pages.ask(sources.pages(), history.following(range, from, pageSize).map(this::leased));
    }

    @Override
    public boolean hasBegun() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        pages.cancel();
        Leased<Piece> present = held;
        if (present != null) {
            present.lease().giveBack();
        }
    }
}
