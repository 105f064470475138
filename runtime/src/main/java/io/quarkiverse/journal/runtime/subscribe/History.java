package io.quarkiverse.journal.runtime.subscribe;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.HistoryQuery;
import io.quarkiverse.journal.runtime.store.HistoryRange;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.smallrye.mutiny.Uni;

/**
 * Looks back: what is stored, a page at a time, in either order.
 * <p>
 * Thread-safe.
 */
public final class History {

    /** A page of large events ends early; its reader goes on where it ends. */
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private final ReadingSources sources;
    private final ReaderConnections connections;
    private final Tables tables;
    private final HistoryQuery query;

    public History(ReadingSources sources, ReaderConnections connections, Tables tables, HistoryQuery query) {
        this.sources = sources;
        this.connections = connections;
        this.tables = tables;
        this.query = query;
    }

    /**
     * Reads a page. It fails when the database does, unlike a subscription.
     *
     * @param since strictly after this place
     * @param before strictly before this position, or the one that this cursor names; {@code null} for the end
     * @param limit how many events at most
     */
    public Uni<HistoryPage> page(HistoryRange range, Start since, @Nullable Start before, int limit) {
        return connections.read(connection -> first(connection, range, since, before, limit));
    }

    private HistoryPage first(Connection connection, HistoryRange range, Start since, @Nullable Start before, int limit)
            throws SQLException {
        Extent extent = Heads.extent(connection, tables, Beginning.checked(since), 0);
        Beginning beginning = Beginning.of(since, extent);
        Gap gap = beginning.gap();
        long end = extent.head() + 1;
        if (before != null) {
            Beginning place = Beginning.of(before, Heads.extent(connection, tables, Beginning.checked(before), 0));
            if (place.gap() == null || place.gap().reason() == Gap.Reason.TRUNCATED) {
                end = Math.min(end, place.gap() == null ? place.place() : place.gap().requested());
            } else if (place.gap().reason() == Gap.Reason.EPOCH && gap == null) {
                gap = place.gap();
            }
        }
        HistoryQuery.Ends ends = query.ends(connection, range.filter());
        HistoryPage page = next(connection, range, beginning.place(), end, limit);
        return new HistoryPage(page.events(), page.more(), ends.first(), ends.last(), gap, page.after(), page.before());
    }

    /** The page that follows another one. Each subscription reads anew. */
    Uni<HistoryPage> following(HistoryRange range, HistoryPage page, int limit) {
        return connections.read(connection -> next(connection, range, page.after(), page.before(), limit));
    }

    private HistoryPage next(Connection connection, HistoryRange range, long after, long before, int limit)
            throws SQLException {
        HistoryQuery.Found found = query.read(connection, range, after, before, limit, MOST_BYTES);
        List<StoredEvent> events = found.events();
        long reached = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
        boolean moved = !events.isEmpty();
        return new HistoryPage(events, found.more(), 0, 0, null, moved && !range.descending() ? reached : after,
                moved && range.descending() ? reached : before);
    }

    /**
     * Goes on after a first page, to the end of what was stored when that was read.
     *
     * @param first the first page
     * @param most how many events at most, those of the first page included
     * @param signal runs when it is worth polling again
     */
    public Reading open(HistoryRange range, HistoryPage first, long most, Runnable signal) {
        return new HistoryReading(this, range, first, most, sources, signal);
    }
}
