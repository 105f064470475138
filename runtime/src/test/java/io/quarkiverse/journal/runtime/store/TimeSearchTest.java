package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/** A range of times gives what it always gave, and is not looked for through the whole journal, although times jump. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TimeSearchTest {

    private static final int EVENTS = 240_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private FilledJournal journal;

    /** A second for each position, many of them late, and some in quite another place. */
    @BeforeAll
    void fill() throws SQLException {
        journal = new FilledJournal(EVENTS, EVENTS / 2, "t", "seldom");
        journal.statement.execute("""
                INSERT INTO %s (position, time, recorded, topic_id, kind, id, payload)
                SELECT n, '%s'::timestamptz + interval '1 s' * CASE n WHEN 500 THEN 230000 WHEN 239000 THEN 60000
                              ELSE n - CASE WHEN n %% 7 = 0 THEN n %% 400 ELSE 0 END END,
                       now(), t.id, 'event', n, '1'
                FROM generate_series(1, %d) n
                JOIN %s t ON t.name = CASE WHEN n %% 5000 = 3 THEN 'seldom' ELSE 't' END"""
                .formatted(journal.tables.event(), BEGIN, EVENTS, journal.tables.topic()));
        // Its ranges of blocks are as small against this table as they are against a large one.
        journal.statement.execute("""
                DO $$ DECLARE part regclass; BEGIN
                    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = '%s'::regclass LOOP
                        EXECUTE format('ALTER INDEX %%s SET (pages_per_range = 1)', part);
                        EXECUTE format('REINDEX INDEX %%s', part);
                    END LOOP;
                END $$""".formatted(journal.tables.qualified("event_time")));
        journal.filled("VACUUM ANALYZE");
    }

    @AfterAll
    void close() throws SQLException {
        journal.close();
    }

    private static EventFilter of(String topic) {
        return new EventFilter(topic.isEmpty() ? Set.of() : Set.of(topic), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                Set.of(), null);
    }

    private static Long micros(int second) {
        return second < 0 ? null : EventJson.toMicros(BEGIN.plusSeconds(second));
    }

    /** A second that is negative is none. */
    private List<Long> found(String topic, int from, int to, boolean descending, long after, long before, int limit)
            throws SQLException {
        return journal.histories().read(journal.connection,
                new HistoryRange(of(topic), micros(from), micros(to), descending), after, before, limit, 1 << 20).events()
                .stream().map(StoredEvent::position).toList();
    }

    private List<Long> expected(String topic, int from, int to, boolean descending, long after, long before, int limit)
            throws SQLException {
        List<Long> positions = new ArrayList<>();
        try (PreparedStatement query = journal.connection.prepareStatement("""
                SELECT position FROM %s e JOIN %s t ON t.id = e.topic_id
                WHERE extract(epoch FROM time - '%s') >= ? AND extract(epoch FROM time - '%s') < ? AND (? = '' OR t.name = ?)
                  AND position > ? AND position < ? ORDER BY position %s LIMIT ?"""
                .formatted(journal.tables.event(), journal.tables.topic(), BEGIN, BEGIN, descending ? "DESC" : "ASC"))) {
            query.setInt(1, from < 0 ? Integer.MIN_VALUE : from);
            query.setInt(2, to < 0 ? Integer.MAX_VALUE : to);
            query.setString(3, topic);
            query.setString(4, topic);
            query.setLong(5, after);
            query.setLong(6, before);
            query.setInt(7, limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
        }
        return positions;
    }

    @Test
    @Order(1)
    void everyRangeGivesItsEvents() throws SQLException {
        compare(60);
    }

    private void compare(int times) throws SQLException {
        Random random = new Random(7);
        for (int i = 0; i < times; i++) {
            String topic = List.of("t", "seldom", "").get(random.nextInt(3));
            int from = random.nextInt(4) == 0 ? -1 : random.nextInt(EVENTS);
            int to = random.nextInt(4) == 0 ? -1 : Math.max(from, 0) + random.nextInt(random.nextBoolean() ? 200 : 30_000);
            boolean descending = random.nextBoolean();
            long after = random.nextBoolean() ? 0 : random.nextInt(EVENTS);
            long before = random.nextBoolean() ? EVENTS + 1 : after + 1 + random.nextInt(EVENTS);
            int limit = 1 + random.nextInt(150);
            assertThat(found(topic, from, to, descending, after, before, limit))
                    .as("topic %s, from %d to %d, descending %s, after %d, before %d, limit %d", topic, from, to, descending,
                            after, before, limit)
                    .isEqualTo(expected(topic, from, to, descending, after, before, limit));
        }
    }

    @Test
    @Order(2)
    void timesThatAreFarAwayAreFoundQuickly() throws SQLException {
        isFoundQuickly(180_000, 183_000, false);
        isFoundQuickly(180_000, 180_010, false);
        isFoundQuickly(30_000, 33_000, true);
        isFoundQuickly(30_000, 30_010, true);
        isFoundQuickly(232_000, -1, false);
        isFoundQuickly(-1, 10_000, true);
        isFoundQuickly(3 * EVENTS, -1, false);
    }

    private void isFoundQuickly(int from, int to, boolean descending) throws SQLException {
        long before = journal.rowsRead();
        List<Long> found = found("t", from, to, descending, 0, EVENTS + 1, 50);
        assertThat(journal.rowsRead() - before).as("from %d to %d, descending %s", from, to, descending).isLessThan(EVENTS / 4);
        assertThat(found).isEqualTo(expected("t", from, to, descending, 0, EVENTS + 1, 50));
    }

    /** An operator may drop the index. */
    @Test
    @Order(3)
    void withoutTheIndexEveryRangeGivesItsEventsToo() throws SQLException {
        journal.statement.execute("DROP INDEX " + journal.tables.qualified("event_time"));
        compare(20);
    }
}
