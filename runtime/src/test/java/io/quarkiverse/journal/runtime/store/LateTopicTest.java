package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

/** A topic that has much of the journal, but at one end of it, is not looked for from the other end on. */
@TestInstance(Lifecycle.PER_CLASS)
class LateTopicTest {

    private static final int EVENTS = 40_000;
    private static final int EARLY = 25_000;
    private static final int PAGE = 100;

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final EventRows rows = new EventRows(topics, "0a1b2c3d");
    private Connection connection;
    private Statement statement;

    @BeforeAll
    void fill() throws SQLException {
        connection = RealPostgres.connect();
        statement = connection.createStatement();
        new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
        new Partitions(tables, 2 * EVENTS).ensure(connection, EVENTS);
        topics.require(connection, List.of("early", "late"));
        statement.execute("""
                INSERT INTO %s (position, time, recorded, topic_id, kind, id, payload)
                SELECT n, now(), now(), t.id, 'event', n, '1' FROM generate_series(1, %d) n
                JOIN %s t ON t.name = CASE WHEN n <= %d THEN 'early' ELSE 'late' END"""
                .formatted(tables.event(), EVENTS, tables.topic(), EARLY));
        statement.execute("INSERT INTO " + tables.batch() + " (head, writer, number) VALUES (" + EVENTS + ", 'w', 1)");
        statement.execute("ANALYZE " + tables.event());
        statement.execute(JournalPools.READER_SESSION);
    }

    @AfterAll
    void close() throws SQLException {
        statement.close();
        connection.close();
    }

    private static EventFilter of(String topic) {
        return new EventFilter(Set.of(topic), List.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null);
    }

    @Test
    void aPageOfAStream() throws SQLException {
        long before = read();
        Page page = new PageReader(tables, topics, rows, PAGE, 1 << 20).read(connection, PageRequest.after(0, of("late"), 0));
        assertThat(page.events()).hasSize(PAGE).first().extracting(StoredEvent::position).isEqualTo(EARLY + 1L);
        assertThat(read() - before).isLessThan(3 * PAGE);
    }

    @Test
    void aPageInTheMiddleOfATopic() throws SQLException {
        long before = read();
        Page page = new PageReader(tables, topics, rows, PAGE, 1 << 20).read(connection,
                PageRequest.after(EARLY / 2, of("early"), 0));
        assertThat(page.events()).hasSize(PAGE).first().extracting(StoredEvent::position).isEqualTo(EARLY / 2 + 1L);
        assertThat(read() - before).isLessThan(3 * PAGE);
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
        long before = read();
        HistoryQuery.Found found = new HistoryQuery(tables, topics, rows).read(connection,
                new HistoryRange(of(topic), null, null, descending), 0, EVENTS + 1, PAGE, 1 << 20);
        assertThat(found.events()).hasSize(PAGE);
        assertThat(read() - before).isLessThan(3 * PAGE);
        return found.events().get(0).position();
    }

    /** Rows and index entries that this session has looked at. */
    private long read() throws SQLException {
        statement.execute("SELECT pg_stat_force_next_flush()");
        try (ResultSet row = statement.executeQuery("SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname"
                + " = '" + tables.schema() + "') + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = '"
                + tables.schema() + "')")) {
            row.next();
            return row.getLong(1);
        }
    }
}
