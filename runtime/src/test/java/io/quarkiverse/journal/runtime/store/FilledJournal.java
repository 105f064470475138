package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

/** A journal that a test fills by SQL, and a reader's session that tells how much it has looked at. */
final class FilledJournal implements AutoCloseable {

    final Tables tables = new Tables(RealPostgres.freshSchema());
    final TopicIds topics = new TopicIds(tables);
    final EventRows rows = new EventRows(topics, "0a1b2c3d");
    final Connection connection;
    final Statement statement;
    private final int events;

    FilledJournal(int events, int partitionSize, String... names) throws SQLException {
        this.events = events;
        this.connection = RealPostgres.connect();
        this.statement = connection.createStatement();
        new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
        new Partitions(tables, partitionSize).ensure(connection, events);
        topics.require(connection, List.of(names));
    }

    /**
     * The events are there.
     *
     * @param gather what has PostgreSQL gather its statistics
     */
    void filled(String gather) throws SQLException {
        statement.execute("INSERT INTO " + tables.batch() + " (head, writer, number) VALUES (" + events + ", 'w', 1)");
        statement.execute(gather + " " + tables.event());
        statement.execute(JournalPools.READER_SESSION);
    }

    PageReader pages(int size) {
        return new PageReader(tables, topics, rows, size, 1 << 20);
    }

    HistoryQuery histories() {
        return new HistoryQuery(tables, topics, rows);
    }

    /** Rows that were read one after the other, and entries of indexes. */
    long entriesRead() throws SQLException {
        return read("SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = '" + tables.schema()
                + "') + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = '" + tables.schema() + "')");
    }

    /** Rows of the event table, by whatever way. */
    long rowsRead() throws SQLException {
        return read("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables WHERE schemaname = '"
                + tables.schema() + "' AND relname LIKE 'event%'");
    }

    private long read(String counters) throws SQLException {
        RealPostgres.flushStatistics(statement);
        try (ResultSet row = statement.executeQuery(counters)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
