package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Inserts events into the pending table, in a caller's transaction: no lock that others wait for, and no notification.
 * <p>
 * Thread-safe.
 */
public final class PendingWriter {

    private final TopicIds topics;
    private final JournalPools pools;
    private final String sql;

    public PendingWriter(Tables tables, TopicIds topics, JournalPools pools) {
        this.topics = topics;
        this.pools = pools;
        // In the order of the arrays, so that tickets follow the order of publishing.
        this.sql = """
                INSERT INTO %s (%s, id_given)
                SELECT %s, e.id_given FROM unnest(%s, ?::bool[]) WITH ORDINALITY AS e (%s, id_given, n) ORDER BY n"""
                .formatted(tables.pending(), EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS,
                        EventArrays.ALIASES);
    }

    /**
     * Sees to it that a topic exists, by a connection of the journal's own: it is to exist whatever becomes of the transaction.
     */
    public void requireTopic(String topic) throws SQLException {
        if (!topics.isKnown(topic)) {
            try (Connection connection = pools.writer()) {
                topics.require(connection, List.of(topic));
            }
        }
    }

    /**
     * Inserts events of topics that {@link #requireTopic} has seen to.
     */
    public void insert(Connection connection, List<EventData> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = EventArrays.bind(connection, statement, 1, events, topics.known(connection, events));
            statement.setArray(next, connection.createArrayOf("bool", events.stream().map(EventData::idGiven).toArray()));
            statement.executeUpdate();
        }
    }
}
