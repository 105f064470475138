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

    /**
     * The next matching events strictly after a position.
     *
     * @param seen how often floors had been raised when they were looked at before
     */
    public Page read(Connection connection, long after, EventFilter filter, long seen) throws SQLException {
        return read(connection, after, filter, seen, pageSize);
    }

    /**
     * The next matching events strictly after a position, in a page that may be smaller than others.
     *
     * @param seen how often floors had been raised when they were looked at before
     * @param most how many events at most
     */
    public Page read(Connection connection, long after, EventFilter filter, long seen, int most) throws SQLException {
        // A transaction, since the driver fetches in pieces only inside one. READ COMMITTED: each statement sees anew.
        connection.setAutoCommit(false);
        try {
            Rows found = read(connection, after, reach(connection, after, filter), filter, Math.min(most, pageSize));
            TopicFloors.Raised raised = floors.raised(connection, filter, after, seen);
            connection.commit();
            return new Page(kept(found.events, raised), found.through, found.head, found.cursor, raised);
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private record Rows(List<StoredEvent> events, long through, long head, @Nullable Cursor cursor) {

        /** The page ends where it is full. */
        static Rows full(List<StoredEvent> events, long head) {
            StoredEvent last = events.get(events.size() - 1);
            return new Rows(events, last.position(), head, last.cursor());
        }
    }

    /** Who wants every event, like the tail, is at an event wherever a page ends, and needs no other one. */
    private Heads.Reach reach(Connection connection, long after, EventFilter filter) throws SQLException {
        if (filter.allTopics() && filter.wholeTopics()) {
            long head = Heads.head(connection, tables);
            return new Heads.Reach(head, head, null);
        }
        boolean mayBeSparse = !filter.wholeTopics() || filter.singleTopic() == null;
        return Heads.reach(connection, tables, mayBeSparse ? Math.max(after, 0) + lookedThrough : Long.MAX_VALUE);
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

    private Rows read(Connection connection, long after, Heads.Reach reach, EventFilter filter, int most)
            throws SQLException {
        if (reach.head() <= after) {
            return new Rows(List.of(), after, reach.head(), null);
        }
        FilterSql conditions = FilterSql.of(connection, topics, filter);
        if (conditions.nothing()) {
            return new Rows(List.of(), reach.position(), reach.head(), cursor(reach));
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
        return new Rows(events, reach.position(), reach.head(), cursor(reach));
    }
}
