package io.quarkiverse.journal.runtime.subscribe;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.HistoryQuery;
import io.quarkiverse.journal.runtime.store.HistoryRange;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicFloors;
import io.smallrye.mutiny.Uni;

/**
 * Looks back: what is stored, a page at a time, in either order.
 * <p>
 * Thread-safe.
 */
public final class History {

    /** A page of large events ends early; its reader goes on where it ends. */
    private static final long MOST_BYTES = 8 * 1024 * 1024;
    /** What is streamed needs no large pages. */
    private static final long STREAMED_BYTES = 512 * 1024;

    private final ReadingSources sources;
    private final ReaderConnections connections;
    private final Tables tables;
    private final TopicFloors floors;
    private final HistoryQuery query;

    public History(ReadingSources sources, ReaderConnections connections, Tables tables, TopicFloors floors,
            HistoryQuery query) {
        this.sources = sources;
        this.connections = connections;
        this.tables = tables;
        this.floors = floors;
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
        Opening opening = Opening.read(connection, tables, floors, since, range.filter(), 0);
        Beginning beginning = Beginning.of(since, opening, range.filter().singleTopic() != null);
        List<Gap> gaps = new ArrayList<>(beginning.gaps());
        long end = opening.extent().head() + 1;
        if (before != null) {
            Heads.Extent extent = Heads.extent(connection, tables, Beginning.checked(before), 0);
            Gap.Reason wrong = Beginning.wrong(before, extent);
            if (wrong == null) {
                end = Math.min(end, Beginning.wanted(before, extent));
            } else if (wrong == Gap.Reason.EPOCH && gaps.isEmpty()) {
                gaps.add(new Gap(wrong, Beginning.checked(before), extent.floor() + 1));
            }
        }
        RemovedEvents removed = new RemovedEvents();
        removed.learn(opening.raised().topics());
        HistoryQuery.Ends ends = query.ends(connection, range.filter());
        return next(connection, range, new HistoryPage(List.of(), true, ends.first(), ends.last(), gaps, removed,
                opening.raised().trims(), beginning.place(), end), limit, MOST_BYTES);
    }

    /** The page that follows another one. Each subscription reads anew. */
    Uni<HistoryPage> following(HistoryRange range, HistoryPage page, int limit) {
        return connections.read(connection -> next(connection, range, new HistoryPage(List.of(), true, 0, 0, List.of(),
                page.removed(), page.trims(), page.after(), page.before()), limit, STREAMED_BYTES));
    }

    /** Rows first, floors afterwards: what was removed under the page is known. */
    private HistoryPage next(Connection connection, HistoryRange range, HistoryPage from, int limit, long mostBytes)
            throws SQLException {
        List<Gap> gaps = new ArrayList<>(from.gaps());
        // Not the page's own: an attempt that fails is made again, and must find the same gaps.
        RemovedEvents removed = from.removed().copy();
        long trims = from.trims();
        long after = from.after();
        long before = from.before();
        while (true) {
            HistoryQuery.Found found = query.read(connection, range, after, before, limit, mostBytes);
            TopicFloors.Raised raised = floors.raised(connection, range.filter(), after, trims);
            trims = raised.trims();
            gaps.addAll(Beginning.truncated(after, removed.learn(raised.topics()),
                    range.filter().singleTopic() != null));
            List<StoredEvent> events = removed.without(found.events());
            if (!found.events().isEmpty()) {
                long reached = found.events().get(found.events().size() - 1).position();
                after = range.descending() ? after : reached;
                before = range.descending() ? reached : before;
            }
            if (!events.isEmpty() || !found.more()) {
                return new HistoryPage(events, found.more(), from.first(), from.last(), gaps, removed, trims, after,
                        before);
            }
        }
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
