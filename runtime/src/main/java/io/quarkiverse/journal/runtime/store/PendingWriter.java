package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Inserts events into the pending table, in a caller's transaction: no lock that others wait for, and no notification. Each
 * topic's lock is shared by the transaction, see {@link TopicLock}: what it commits precedes the topic's end.
 * <p>
 * Thread-safe.
 */
public final class PendingWriter {

    private final TopicIds topics;
    private final JournalPools pools;
    private final String admit;
    private final String insert;
    private final String ended;

    public PendingWriter(Tables tables, TopicIds topics, JournalPools pools) {
        this.topics = topics;
        this.pools = pools;
        // Looked at before, so that who is refused does not hold the lock that the closer waits for; and again by a statement that
        // begins when the lock is held, since the end may have come in between.
        String open = "FROM %s WHERE id = ? AND (ended IS NOT NULL OR %s)".formatted(tables.topic(), TopicLock.CLOSING);
        this.admit = "SELECT CASE WHEN EXISTS (SELECT " + open + ") THEN false ELSE " + TopicLock.share(tables, "?")
                + " END, current_setting('transaction_isolation'); SELECT ended " + open;
        // The lock again: rolling back to a savepoint may have let go of it. In the order of the arrays, so that tickets follow the
        // order of publishing.
        this.insert = """
                SELECT bool_and(%s) FROM unnest(?::int4[]) AS t (id);
                INSERT INTO %s (%s, id_given)
                SELECT %s, e.id_given FROM unnest(%s, ?::bool[]) WITH ORDINALITY AS e (%s, id_given, n)
                WHERE NOT EXISTS (SELECT FROM %s WHERE id = ANY (?::int4[]) AND ended IS NOT NULL) ORDER BY n"""
                .formatted(TopicLock.share(tables, "t.id"), tables.pending(), EventArrays.COLUMNS, EventArrays.VALUES,
                        EventArrays.PARAMETERS, EventArrays.ALIASES, tables.topic());
        this.ended = "SELECT name, ended FROM " + tables.topic() + " WHERE id = ANY (?) AND ended IS NOT NULL LIMIT 1";
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
     * Lets a transaction publish to a topic that {@link #requireTopic} has seen to: its end waits for this transaction then.
     *
     * @param connection the transaction's
     * @return whether the transaction sees what was committed before each of its statements; if not, the topics must be looked
     *         at from outside of it
     * @throws TopicClosedException when the topic is closed or being closed
     */
    public boolean admit(Connection connection, String topic) throws SQLException {
        int id = topics.known(connection, List.of(topic)).applyAsInt(topic);
        try (PreparedStatement statement = connection.prepareStatement(admit)) {
            for (int i = 1; i <= 3; i++) {
                statement.setInt(i, id);
            }
            statement.execute();
            boolean shared;
            boolean fresh;
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                shared = row.getBoolean(1);
                fresh = row.getString(2).equals("read committed");
            }
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                boolean closed = row.next();
                if (closed || !shared) {
                    long end = closed ? row.getLong(1) : 0;
                    throw new TopicClosedException(topic, end == 0 ? null : end);
                }
            }
            if (!fresh) {
                requireOpen(new Integer[] { id });
            }
            return fresh;
        }
    }

    /**
     * Inserts events of topics that {@link #admit} has let the transaction publish to.
     *
     * @param fresh what that answered, of all of them
     * @throws TopicClosedException when the transaction has let go of a topic by rolling back to a savepoint, and it was closed
     *         meanwhile, or is being closed; the transaction must be rolled back then
     */
    public void insert(Connection connection, List<EventData> events, boolean fresh) throws SQLException {
        ToIntFunction<String> topicIds = topics.known(connection, events.stream().map(EventData::topic).distinct().toList());
        Object[] ids = BatchTopics.of(events, topicIds).toArray();
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setArray(1, connection.createArrayOf("int4", ids));
            int next = EventArrays.bind(connection, statement, 2, events, topicIds);
            statement.setArray(next++, connection.createArrayOf("bool", events.stream().map(EventData::idGiven).toArray()));
            statement.setArray(next, connection.createArrayOf("int4", ids));
            statement.execute();
            boolean shared;
            try (ResultSet row = statement.getResultSet()) {
                shared = row.next() && row.getBoolean(1);
            }
            statement.getMoreResults();
            if (!shared || statement.getUpdateCount() != events.size()) {
                requireOpen(ids);
                throw new TopicClosedException(events.get(0).topic(), null);
            }
        }
        if (!fresh) {
            requireOpen(ids);
        }
    }

    /** Looks from outside of the caller's transaction, whose snapshot may be older than a topic's end. */
    private void requireOpen(Object[] ids) throws SQLException {
        try (Connection connection = pools.writer(); PreparedStatement statement = connection.prepareStatement(ended)) {
            statement.setArray(1, connection.createArrayOf("int4", ids));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw new TopicClosedException(row.getString(1), row.getLong(2));
                }
            }
        }
    }
}
