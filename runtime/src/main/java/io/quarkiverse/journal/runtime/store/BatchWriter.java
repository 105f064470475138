package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Writes a batch in one transaction: takes the journal's lock, learns the head, stores the events after it, notes the batch,
 * notifies, commits.
 * <p>
 * Whether the batch was applied before is decided by a statement that begins after the lock is held. So an attempt whose
 * outcome is unknown is simply made again with the same number: if the first one took place, or still is under way somewhere,
 * the
 * second finds its row. Batches of up to {@value #SMALL} events take one round trip, larger ones COPY BINARY.
 * <p>
 * Not thread-safe: used by the writer's thread.
 */
public final class BatchWriter {

    /** Up to here one statement with arrays beats the round trips of COPY. */
    static final int SMALL = 100;

    /** An array is one value to the server, and it takes none of 1 GiB: few events that are large go by COPY too. */
    private static final long SMALL_BYTES = 1024 * 1024;

    private final Tables tables;
    private final TopicIds topics;
    private final String writer;
    private final CopyRows copy = new CopyRows();
    private final String lock;
    private final SmallBatch small;
    private long forgottenBefore;

    public BatchWriter(Tables tables, TopicIds topics, String writer) {
        this.tables = tables;
        this.topics = topics;
        this.writer = writer;
        this.lock = "BEGIN; SELECT FROM " + tables.log() + " FOR UPDATE";
        this.small = new SmallBatch(tables, lock, writer);
    }

    /**
     * Writes a batch, or finds it written.
     *
     * @param connection in autocommit mode; left with a transaction open if this fails
     * @param number the batch's number: a new one for new events, the same one when the same events are tried again
     * @param notify whether other nodes are to be notified
     * @return the position of its first event
     */
    public long write(Connection connection, long number, List<EventData> events, boolean notify) throws SQLException {
        ToIntFunction<String> topicIds = topics.require(connection, events.stream().map(EventData::topic).distinct().toList());
        long head = isSmall(events) ? small.write(connection, number, events, topicIds, notify)
                : writeByCopy(connection, number, events, topicIds, notify);
        return head - events.size() + 1;
    }

    private static boolean isSmall(List<EventData> events) {
        return events.size() <= SMALL && events.stream().mapToLong(EventData::weight).sum() <= SMALL_BYTES;
    }

    private long writeByCopy(Connection connection, long number, List<EventData> events, ToIntFunction<String> topicIds,
            boolean notify) throws SQLException {
        copy.reset();
        for (EventData event : events) {
            copy.add(event, topicIds.applyAsInt(event.topic()));
        }
        Decision decision;
        try (PreparedStatement statement = connection.prepareStatement(lock + """
                ; SELECT %s, (%s),
                         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"""
                .formatted(Heads.expression(tables), applied(tables)))) {
            statement.setString(1, writer);
            statement.setLong(2, number);
            decision = RoundTrip.execute(statement, 2, row -> {
                long applied = row.getLong(2);
                Long presentApplied = row.wasNull() ? null : applied;
                return new Decision(row.getLong(1), presentApplied, row.getLong(3));
            });
        }
        if (decision.applied() != null) {
            rollback(connection);
            if (notify) {
                // The attempt that was applied may not have notified.
                notifyOf(connection, decision.head());
            }
            return decision.applied();
        }
        copy.finish(decision.head() + 1, decision.recordedMicros());
        send(connection);
        long newHead = decision.head() + events.size();
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + tables.batch()
                + " (head, writer, number) VALUES (?, ?, ?); SELECT pg_notify(?, ?) WHERE ?; COMMIT")) {
            statement.setLong(1, newHead);
            statement.setString(2, writer);
            statement.setLong(3, number);
            statement.setString(4, tables.channel());
            statement.setString(5, Notification.text(newHead, writer));
            statement.setBoolean(6, notify);
            statement.execute();
        }
        return newHead;
    }

    /** What the server knows once the lock is held: the head, and where this batch ended if it was applied before. */
    private record Decision(long head, @Nullable Long applied, long recordedMicros) {
    }

    private void send(Connection connection) throws SQLException {
        CopyIn stream = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + tables.event() + " (" + CopyRows.COLUMNS + ") FROM STDIN (FORMAT binary)");
        try {
            stream.writeToCopy(copy.array(), 0, copy.length());
            stream.endCopy();
        } finally {
            if (stream.isActive()) {
                stream.cancelCopy();
            }
        }
    }

    /**
     * Where a batch ended if it was applied before. A later batch of the same writer tells too: numbers are applied in order,
     * and an
     * orphaned attempt may come so late that its own row is forgotten.
     */
    static String applied(Tables tables) {
        return "SELECT head FROM " + tables.batch() + " WHERE writer = ? AND number >= ? ORDER BY number LIMIT 1";
    }

    /**
     * Forgets this writer's batches before a number. They are known to be settled. Only those that are not forgotten yet are
     * looked at: walking over the dead entries of all earlier ones would grow quadratic under a long open snapshot.
     */
    public void forgetBefore(Connection connection, long number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM " + tables.batch() + " WHERE writer = ? AND number >= ? AND number < ?")) {
            statement.setString(1, writer);
            statement.setLong(2, forgottenBefore);
            statement.setLong(3, number);
            statement.executeUpdate();
            forgottenBefore = number;
        }
    }

    /** Tells other nodes of a head that they were not told of with its batch. */
    public void notifyOf(Connection connection, long head) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, tables.channel());
            statement.setString(2, Notification.text(head, writer));
            statement.execute();
        }
    }

    /** Ends a transaction that failed. Statements begin transactions by themselves here, so the driver does not know of it. */
    public static void rollback(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }
}
