package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

/**
 * PostgreSQL has no statistics of partitions that were just filled, and after a crash for long: it takes a range of positions
 * for
 * a handful of rows then. Whoever reads on must not have everything up to the head gathered and sorted for each page.
 */
class PageOfAYoungJournalTest {

    private static final int EVENTS = 50_000;
    private static final int PAGE = 1_000;
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);

    private static final EventFilter THE_TOPIC = new EventFilter(Set.of("t"), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);

    @Test
    void readsItsOwnRowsAlone() throws SQLException {
        try (Connection connection = RealPostgres.connect(); Statement statement = connection.createStatement()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, EVENTS / 10).ensure(connection, EVENTS);
            topics.require(connection, List.of("t"));
            statement.execute("""
                    DO $$ DECLARE partition regclass; BEGIN
                        FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = '%s'::regclass LOOP
                            EXECUTE format('ALTER TABLE %%s SET (autovacuum_enabled = false)', partition);
                        END LOOP;
                    END $$""".formatted(tables.event()));
            statement.execute("INSERT INTO " + tables.event() + " (position, time, recorded, topic_id, kind, id, payload)"
                    + " SELECT n, now(), now(), id, 'event', n, '1' FROM generate_series(1, " + EVENTS + ") n, "
                    + tables.topic());
            statement.execute("INSERT INTO " + tables.batch() + " (head, writer, number) VALUES (" + EVENTS + ", 'w', 1)");
            statement.execute(JournalPools.READER_SESSION);

            for (EventFilter filter : List.of(EVERYTHING, THE_TOPIC)) {
                long before = rowsRead(statement);
                Page page = new PageReader(tables, topics, new EventRows(topics, "0a1b2c3d"), PAGE, 1 << 20).read(connection,
                        PageRequest.after(EVENTS / 2, filter, 0));

                assertThat(page.events()).hasSize(PAGE);
                assertThat(rowsRead(statement) - before).as("%s", filter).isLessThan(2 * PAGE);
            }
        }
    }

    private long rowsRead(Statement statement) throws SQLException {
        RealPostgres.flushStatistics(statement);
        try (ResultSet row = statement.executeQuery("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))"
                + " FROM pg_stat_user_tables WHERE schemaname = '" + tables.schema() + "' AND relname LIKE 'event%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
