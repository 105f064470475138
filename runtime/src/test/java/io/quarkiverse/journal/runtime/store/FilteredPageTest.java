package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/** Who filters reads its own events, not the topic's: what is rare is found by an index, in order. */
@TestInstance(Lifecycle.PER_CLASS)
class FilteredPageTest {

    private static final int EVENTS = 60_000;
    /** Every so many events one is of the rare sort. */
    private static final int RARE = 20_000;
    private static final int PAGE = 1_000;
    /** Events and entries of indexes that a page of three events may cost. */
    private static final long FEW = 100;

    private FilledJournal journal;

    @BeforeAll
    void fill() throws SQLException {
        journal = new FilledJournal(EVENTS, EVENTS / 3, "t", "other");
        journal.statement.execute("""
                INSERT INTO %s (position, time, recorded, topic_id, kind, id, key, correlation_id, payload)
                SELECT n, '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 s', now(), (SELECT id FROM %s WHERE name = 't'),
                       CASE WHEN n %% %3$d = 7 THEN 'rare' ELSE 'usual' END, n,
                       CASE WHEN n %% %3$d = 7 THEN 'rare' ELSE 'k' || n %% 100 END,
                       CASE WHEN n %% %3$d = 7 THEN 'rare' ELSE 'c' || n %% 100 END, '1'
                FROM generate_series(1, %4$d) n""".formatted(journal.tables.event(), journal.tables.topic(), RARE, EVENTS - 1));
        journal.statement.execute("INSERT INTO " + journal.tables.event()
                + " (position, time, recorded, topic_id, kind, id, payload) SELECT "
                + EVENTS + ", now(), now(), id, 'end', 'e', 'null' FROM " + journal.tables.topic() + " WHERE name = 't'");
        journal.statement.execute("UPDATE " + journal.tables.topic() + " SET ended = " + EVENTS + " WHERE name = 't'");
        journal.filled("ANALYZE");
    }

    @AfterAll
    void close() throws SQLException {
        journal.close();
    }

    private static EventFilter filter(Set<String> topics, Set<String> kinds, Set<String> keys, Set<String> correlationIds) {
        return new EventFilter(topics, List.of(), kinds, keys, correlationIds, Set.of(), Set.of(), null);
    }

    private void findsItsThreeEventsAndTheEnd(EventFilter filter) throws SQLException {
        long before = journal.entriesRead();
        Page page = journal.pages(PAGE).read(journal.connection,
                PageRequest.after(0, filter, 0));
        assertThat(page.events()).extracting(StoredEvent::position).containsExactly(7L, RARE + 7L, 2 * RARE + 7L,
                (long) EVENTS);
        assertThat(journal.entriesRead() - before).isLessThan(FEW);
    }

    @Test
    void byKey() throws SQLException {
        findsItsThreeEventsAndTheEnd(filter(Set.of("t"), Set.of(), Set.of("rare"), Set.of()));
    }

    @Test
    void byCorrelationId() throws SQLException {
        findsItsThreeEventsAndTheEnd(filter(Set.of("t"), Set.of(), Set.of(), Set.of("rare")));
    }

    @Test
    void byKind() throws SQLException {
        findsItsThreeEventsAndTheEnd(filter(Set.of("t"), Set.of("rare"), Set.of(), Set.of()));
    }

    @Test
    void bySeveralOfWhichOneIsUsual() throws SQLException {
        findsItsThreeEventsAndTheEnd(filter(Set.of("t"), Set.of("rare", "usual"), Set.of("rare"), Set.of()));
    }

    @Test
    void inTheWholeJournal() throws SQLException {
        findsItsThreeEventsAndTheEnd(filter(Set.of(), Set.of(), Set.of("rare"), Set.of()));
    }

    @Test
    void aUsualKeyIsReadInOrderUpToTheLimit() throws SQLException {
        long before = journal.entriesRead();
        Page page = journal.pages(100).read(journal.connection,
                PageRequest.after(30_000, filter(Set.of("t"), Set.of(), Set.of("k5"), Set.of()), 0));
        assertThat(page.events()).hasSize(100).isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()))
                .extracting(event -> event.data().key()).containsOnly("k5");
        assertThat(journal.entriesRead() - before).isLessThan(10 * FEW);
    }

    /** Of each page's window nothing but the page is looked at, although ends of topics are mixed in. */
    @Test
    void aUsualKindIsReadInOrderUpToTheLimit() throws SQLException {
        for (int after : new int[] { 0, 30_000 }) {
            long before = journal.entriesRead();
            Page page = journal.pages(100).read(journal.connection,
                    PageRequest.after(after, filter(Set.of("t"), Set.of("usual"), Set.of(), Set.of()), 0));
            assertThat(page.events()).hasSize(100).isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()))
                    .extracting(event -> event.data().kind()).containsOnly("usual");
            assertThat(journal.entriesRead() - before).isLessThan(5 * FEW);
        }
    }

    @Test
    void aHistoryInBothDirections() throws SQLException {
        EventFilter rare = filter(Set.of("t"), Set.of(), Set.of("rare"), Set.of());
        for (boolean descending : new boolean[] { false, true }) {
            long before = journal.entriesRead();
            HistoryQuery.Found found = journal.histories().read(journal.connection,
                    new HistoryRange(rare, null, null, descending), 0, EVENTS + 1, 100, 1 << 20);
            assertThat(found.events()).hasSize(3);
            assertThat(journal.entriesRead() - before).isLessThan(FEW);
        }
    }

    @Test
    void aRangeOfTimeReadsTheBlocksThatMayHaveIt() throws SQLException {
        long from = EventJson.toMicros(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(50_000));
        EventFilter whole = filter(Set.of("t"), Set.of(), Set.of(), Set.of());
        long before = journal.entriesRead();
        HistoryQuery.Found found = journal.histories().read(journal.connection,
                new HistoryRange(whole, from, from + 10_000_000, false), 0, EVENTS + 1, 100, 1 << 20);
        assertThat(found.events()).extracting(StoredEvent::position).containsExactly(50_000L, 50_001L, 50_002L, 50_003L,
                50_004L, 50_005L, 50_006L, 50_007L, 50_008L, 50_009L);
        assertThat(journal.entriesRead() - before).as("of %d", EVENTS).isLessThan(EVENTS * 2 / 3);
    }
}
