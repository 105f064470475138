package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Reads the journal forward, a page at a time.
 * <p>
 * The head is read first, by a statement of its own: everything up to it is then visible to the page's statement, and the
 * page is cut there. So a page never passes a position that can still become visible. Floors are read last, so that what was
 * removed under the page is known.
 * <p>
 * A page that is full needs no head: it ends at its last event, and whoever sees an event sees every one before it, in one
 * statement too, since positions are given out under a lock that is held until they are visible. So a reader that is far behind
 * is spared that question. If its page does not get full, nothing is concluded from that: it is read again behind a head.
 */
public final class PageReader {

    /**
     * So many positions are looked through for one page where few of them may match. A reader whose filter lets little through
     * gets on, and keeps its place, also if the whole journal takes longer than a statement may.
     */
    private static final long LOOKED_THROUGH = 1_000_000;

    /** Rows that the driver asks for at a time, so that a page of large events is never in memory as a whole. */
    private static final int FETCH = 250;

    private final Tables tables;
    private final TopicIds topics;
    private final TopicFloors floors;
    private final EventRows rows;
    private final int pageSize;
    private final long pageBytes;
    private final long lookedThrough;

    public PageReader(Tables tables, TopicIds topics, EventRows rows, int pageSize, long pageBytes) {
        this(tables, topics, rows, pageSize, pageBytes, LOOKED_THROUGH);
    }

    PageReader(Tables tables, TopicIds topics, EventRows rows, int pageSize, long pageBytes, long lookedThrough) {
        this.tables = tables;
        this.topics = topics;
        this.floors = new TopicFloors(tables, topics);
        this.rows = rows;
        this.pageSize = pageSize;
        this.pageBytes = pageBytes;
        this.lookedThrough = lookedThrough;
    }

    /** The database was restored from a backup: the topics' numbers that are remembered do not hold any more. */
    public void forgetTopics() {
        topics.forget();
    }

    /** The next matching events. */
    public Page read(Connection connection, PageRequest wanted) throws SQLException {
        // A transaction, since the driver fetches in pieces only inside one. READ COMMITTED: each statement sees anew.
        connection.setAutoCommit(false);
        try {
            Rows found = find(connection, wanted, Math.min(wanted.most(), pageSize));
            TopicFloors.Raised raised = floors.raisedAtLast(connection, wanted.filter(), wanted.after(), wanted.seen());
            return new Page(kept(found.events, raised), found.through, found.head, found.cursor, raised,
                    found.isFull ? Density.of(wanted.after(), found.through, found.events) : null);
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * How many positions after a place will hardly make more than a page, if it makes sense to read as many again behind them.
     *
     * @return 0 if it does not
     */
    long window(PageRequest wanted) {
        if (wanted.density() == null || mayBeSparse(wanted.filter())) {
            return 0;
        }
        long window = wanted.density().window(Math.min(wanted.most(), pageSize), pageBytes);
        return wanted.head() - wanted.after() > 2 * window ? window : 0;
    }

    /** The matching events strictly after a position, and up to another one that a head has passed. */
    PageWindow read(Connection connection, PageRequest wanted, long after, long through) throws SQLException {
        // As for a page.
        connection.setAutoCommit(false);
        try {
            Rows found = rows(connection, wanted.filter(), after, new Heads.Reach(wanted.head(), through, null),
                    Math.min(wanted.most(), pageSize));
            TopicFloors.Raised raised = floors.raisedAtLast(connection, wanted.filter(), after, wanted.seen());
            List<StoredEvent> events = found.events;
            StoredEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
            return new PageWindow(new Page(kept(events, raised), last == null ? after : last.position(), wanted.head(),
                    last == null ? null : last.cursor(), raised), found.isFull);
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private record Rows(List<StoredEvent> events, long through, long head, @Nullable Cursor cursor, boolean isFull) {

        /** The page ends where it is full. */
        static Rows full(List<StoredEvent> events, long head) {
            StoredEvent last = events.get(events.size() - 1);
            return new Rows(events, last.position(), head, last.cursor(), true);
        }
    }

    private Rows find(Connection connection, PageRequest wanted, int most) throws SQLException {
        if (wanted.head() - wanted.after() > most && !mayBeSparse(wanted.filter())) {
            Rows found = rows(connection, wanted.filter(), wanted.after(),
                    new Heads.Reach(wanted.head(), wanted.head(), null), most);
            if (found.isFull) {
                return found;
            }
        }
        return rows(connection, wanted.filter(), wanted.after(), reach(connection, wanted.after(), wanted.filter()), most);
    }

    private static boolean mayBeSparse(EventFilter filter) {
        return !filter.wholeTopics() || !filter.allTopics() && filter.singleTopic() == null;
    }

    /** Who wants every event, like the tail, is at an event wherever a page ends, and needs no other one. */
    private Heads.Reach reach(Connection connection, long after, EventFilter filter) throws SQLException {
        if (filter.allTopics() && filter.wholeTopics()) {
            long head = Heads.head(connection, tables);
            return new Heads.Reach(head, head, null);
        }
        return Heads.reach(connection, tables, mayBeSparse(filter) ? Math.max(after, 0) + lookedThrough : Long.MAX_VALUE);
    }

    /** Names the end of what is looked through. The check of an event that was removed is not known; none is made then. */
    private Cursor cursor(Heads.Reach reach) {
        return reach.id() == null ? new Cursor(rows.epoch(), reach.position(), 0)
                : Cursor.after(rows.epoch(), reach.position(), reach.id());
    }

    private static List<StoredEvent> kept(List<StoredEvent> events, TopicFloors.Raised raised) {
        if (raised.topics().isEmpty()) {
            return events;
        }
        Map<String, Long> floors = raised.topics().stream().collect(Collectors.toMap(Trimmed::topic, Trimmed::floor));
        return events.stream().filter(event -> event.position() > floors.getOrDefault(event.data().topic(), 0L)).toList();
    }

    private Rows rows(Connection connection, EventFilter filter, long after, Heads.Reach reach, int most)
            throws SQLException {
        if (reach.head() <= after) {
            return new Rows(List.of(), after, reach.head(), null, false);
        }
        FilterSql conditions = FilterSql.of(connection, topics, filter);
        if (conditions.nothing()) {
            return new Rows(List.of(), reach.position(), reach.head(), cursor(reach), false);
        }
        try (PreparedStatement statement = connection.prepareStatement(conditions.between(tables, most))) {
            statement.setFetchSize(FETCH);
            conditions.bindBetween(statement, after, reach.position());
            return collect(connection, statement, reach, most);
        }
    }

    private Rows collect(Connection connection, PreparedStatement statement, Heads.Reach reach, int most)
            throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                StoredEvent event = rows.map(connection, row);
                events.add(event);
                bytes += event.data().weight();
                if (events.size() == most || bytes >= pageBytes) {
                    return Rows.full(events, reach.head());
                }
            }
        }
        return new Rows(events, reach.position(), reach.head(), cursor(reach), false);
    }
}
