package io.quarkiverse.journal.runtime.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.store.JournalPools;
import io.quarkiverse.journal.runtime.store.PendingWriter;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicIds;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

/** What a caller's transaction does with the tables, without a transaction manager. */
final class PublishingTransaction implements AutoCloseable {

    private final AgroalDataSource application = RealPostgres.applicationPool(RealPostgres.url());
    private final JournalPools pools = new JournalPools(application, 1, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private final PendingWriter pending;
    private final Connection connection;
    private final Set<String> published = new HashSet<>();

    PublishingTransaction(String schema) throws SQLException {
        Tables tables = new Tables(schema);
        this.pending = new PendingWriter(tables, new TopicIds(tables), pools);
        this.connection = RealPostgres.connect();
        connection.setAutoCommit(false);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    PublishingTransaction publish(String topic) throws SQLException {
        pending.requireTopic(topic);
        pending.insert(connection, new EventData(topic, "event", "id", 0, null, null, null, null, null, null,
                new byte[] { '1' }), !published.add(topic));
        return this;
    }

    void commit() throws SQLException {
        connection.commit();
        published.clear();
    }

    void rollback() throws SQLException {
        connection.rollback();
        published.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        pools.close();
        application.close();
    }
}
