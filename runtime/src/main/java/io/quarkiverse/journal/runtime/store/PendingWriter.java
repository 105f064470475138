package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Inserts events into the pending table, in a caller's transaction: no lock that others wait for, and no notification. Each
 * topic's lock is shared by the transaction, see {@link TopicLock}: what it commits precedes the topic's end.
 * <p>
 * Thread-safe.
 */
public final class PendingWriter {

    /** A setting of the transaction: whether the lock is shared, and what follows sees what was committed before it was. */
    private static final String ADMITTED = "quarkus_journal.admitted";

    private static final int REMEMBERED = 100_000;

    private final TopicIds topics;
    private final JournalPools pools;
    /** By topics' numbers: the mark at which a topic was last seen open under its lock. */
    private final Cache<Integer, Long> open = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final String insertOpen;
    private final String insert;
    private final String insertAdmitted;
    private final String ended;

    public PendingWriter(Tables tables, TopicIds topics, JournalPools pools) {
        this.topics = topics;
        this.pools = pools;
        String row = """
                INSERT INTO %s (%s, id_given)
                SELECT %s, e.id_given FROM (VALUES (%s, ?::bool)) AS e (%s, id_given)""".formatted(tables.pending(),
                EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.SINGLE, EventArrays.ALIASES);
        // The mark is looked at before too, so that who is refused does not hold the lock that the closer waits for.
        this.insertOpen = row + " WHERE CASE WHEN %1$s <> ? THEN false WHEN %2$s THEN %1$s = ? ELSE false END"
                .formatted(TopicLock.mark(tables), TopicLock.share(tables, "?"));
        // One round trip. Looked at before, so that who is refused does not hold the lock that the closer waits for; and again by a
        // statement that begins when the lock is held, since the end may have come in between. Whoever has published to the topic before
        // is not refused for a closer, who waits for it; but rolling back to a savepoint may have let go of the lock.
        this.insert = """
                SELECT shared, fresh, CASE WHEN shared THEN %6$s END, set_config('%1$s', (shared AND fresh)::text, true)
                FROM (SELECT CASE WHEN EXISTS (SELECT FROM %2$s WHERE id = ? AND (ended IS NOT NULL OR NOT ? AND %3$s)) THEN false
                                  ELSE %4$s END AS shared,
                             current_setting('transaction_isolation') = 'read committed' AS fresh) t;
                %5$s WHERE current_setting('%1$s')::boolean
                      AND NOT EXISTS (SELECT FROM %2$s WHERE id = e.topic_id AND ended IS NOT NULL)"""
                .formatted(ADMITTED, tables.topic(), TopicLock.CLOSING, TopicLock.share(tables, "?"), row,
                        TopicLock.mark(tables));
        this.insertAdmitted = row;
        this.ended = "SELECT ended FROM " + tables.topic() + " WHERE id = ? AND ended IS NOT NULL";
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
     * Inserts an event of a topic that {@link #requireTopic} has seen to. The topic's end waits for this transaction then.
     *
     * @param connection the transaction's
     * @param known whether the transaction has published to the topic before
     * @throws TopicClosedException when the topic is closed or being closed; nothing is inserted, and the transaction can go on
     */
    public void insert(Connection connection, EventData event, boolean known) throws SQLException {
        int id = topics.known(connection, List.of(event.topic())).applyAsInt(event.topic());
        Long mark = open.getIfPresent(id);
        if ((mark == null || !insertOpen(connection, event, id, mark)) && !insertChecked(connection, event, id, known)) {
            requireOpen(id, event.topic());
            throw new TopicClosedException(event.topic(), null);
        }
    }

    /** Inserts if no topic was closed since this one was seen open. */
    private boolean insertOpen(Connection connection, EventData event, int id, long mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertOpen)) {
            int next = EventArrays.bindSingle(statement, 1, event, id);
            statement.setBoolean(next, event.idGiven());
            statement.setLong(next + 1, mark);
            statement.setInt(next + 2, id);
            statement.setLong(next + 3, mark);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean insertChecked(Connection connection, EventData event, int id, boolean known) throws SQLException {
        boolean shared;
        boolean fresh;
        long mark;
        boolean inserted;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setInt(1, id);
            statement.setBoolean(2, known);
            statement.setInt(3, id);
            statement.setBoolean(EventArrays.bindSingle(statement, 4, event, id), event.idGiven());
            statement.execute();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                shared = row.getBoolean(1);
                fresh = row.getBoolean(2);
                mark = row.getLong(3);
            }
            statement.getMoreResults();
            inserted = statement.getUpdateCount() == 1;
        }
        if (shared && !fresh) {
            requireOpen(id, event.topic());
            insertAdmitted(connection, event, id);
            inserted = true;
        }
        // Who has published to the topic before has not looked whether it is being closed.
        if (inserted && !known) {
            open.put(id, mark);
        }
        return inserted;
    }

    /** The transaction's snapshot is older than its share of the lock, so somebody else had to look. */
    private void insertAdmitted(Connection connection, EventData event, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertAdmitted)) {
            statement.setBoolean(EventArrays.bindSingle(statement, 1, event, id), event.idGiven());
            statement.executeUpdate();
        }
    }

    /** Looks from outside of the caller's transaction. */
    private void requireOpen(int id, String topic) throws SQLException {
        try (Connection connection = pools.writer(); PreparedStatement statement = connection.prepareStatement(ended)) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw new TopicClosedException(topic, row.getLong(1));
                }
            }
        }
    }
}
