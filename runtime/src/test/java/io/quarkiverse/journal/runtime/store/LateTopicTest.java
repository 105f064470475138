package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/** A topic that has much of the journal, but at one end of it, is not looked for from the other end on. */
@TestInstance(Lifecycle.PER_CLASS)
class LateTopicTest {

    private static final int EVENTS = 40_000;
    private static final int EARLY = 25_000;
    private static final int PAGE = 100;

    private FilledJournal journal;

    @BeforeAll
    void fill() throws SQLException {
        journal = new FilledJournal(EVENTS, 2 * EVENTS, "early", "late");
        journal.statement.execute("""
                INSERT INTO %s (position, time, recorded, topic_id, kind, id, payload)
                SELECT n, now(), now(), t.id, 'event', n, '1' FROM generate_series(1, %d) n
                JOIN %s t ON t.name = CASE WHEN n <= %d THEN 'early' ELSE 'late' END"""
                .formatted(journal.tables.event(), EVENTS, journal.tables.topic(), EARLY));
        journal.filled("ANALYZE");
    }

    @AfterAll
    void close() throws SQLException {
        journal.close();
    }

    private static EventFilter of(String topic) {
        return new EventFilter(Set.of(topic), List.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null);
    }

    @Test
    void aPageOfAStream() throws SQLException {
        long before = journal.entriesRead();
        Page page = journal.pages(PAGE).read(journal.connection,
                PageRequest.after(0, of("late"), 0));
        assertThat(page.events()).hasSize(PAGE).first().extracting(StoredEvent::position).isEqualTo(EARLY + 1L);
        assertThat(journal.entriesRead() - before).isLessThan(3 * PAGE);
    }

    @Test
    void aPageInTheMiddleOfATopic() throws SQLException {
        long before = journal.entriesRead();
        Page page = journal.pages(PAGE).read(journal.connection,
                PageRequest.after(EARLY / 2, of("early"), 0));
        assertThat(page.events()).hasSize(PAGE).first().extracting(StoredEvent::position).isEqualTo(EARLY / 2 + 1L);
        assertThat(journal.entriesRead() - before).isLessThan(3 * PAGE);
    }

    @Test
    void aPageOfAHistory() throws SQLException {
        assertThat(history("late", false)).isEqualTo(EARLY + 1L);
    }

    @Test
    void aPageOfAHistoryBackwards() throws SQLException {
        assertThat(history("early", true)).isEqualTo(EARLY);
    }

    private long history(String topic, boolean descending) throws SQLException {
        long before = journal.entriesRead();
        HistoryQuery.Found found = journal.histories().read(journal.connection,
                new HistoryRange(of(topic), null, null, descending), 0, EVENTS + 1, PAGE, 1 << 20);
        assertThat(found.events()).hasSize(PAGE);
        assertThat(journal.entriesRead() - before).isLessThan(3 * PAGE);
        return found.events().get(0).position();
    }
}
