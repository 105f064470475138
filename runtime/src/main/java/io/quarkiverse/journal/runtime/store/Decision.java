package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the server knows once the lock is held and transactions are moved.
 *
 * @param head the head
 * @param applied where the batch ended if an earlier attempt took place
 * @param more whether committed transactions are left that must come first
 * @param recordedMicros the server's clock
 * @param closed which of the batch's topics take no more events, as {@link #closedTopics} reads it; {@code null} for none
 */
record Decision(long head, @Nullable Long applied, boolean more, long recordedMicros, @Nullable String closed) {

    /** What {@link #read} reads, from a relation {@code place}. */
    static final String COLUMNS = "head, applied, more, (extract(epoch FROM recorded) * 1000000)::bigint, closed";
    /** How many columns that is. */
    static final int WIDTH = 5;

    static Decision read(ResultSet row) throws SQLException {
        row.next();
        long applied = row.getLong(2);
        Long presentApplied = row.wasNull() ? null : applied;
        return new Decision(row.getLong(1), presentApplied, row.getBoolean(3), row.getLong(4), row.getString(5));
    }

    /**
     * The relation {@code place}, for {@link #bind}. A topic that is being closed takes no events from a first attempt only: an
     * orphan of that attempt may still come, when the topic was not closed after all, and nobody would know.
     */
    static String place(Tables tables) {
        return """
                place AS MATERIALIZED (
                    SELECT head, %s, more OR %s AS more, (%s) AS applied, clock_timestamp() AS recorded,
                           (SELECT string_agg(id || ' ' || coalesce(ended, 0), ',') FROM %s
                            WHERE id = ANY (?::int4[]) AND (ended IS NOT NULL OR ? AND %s)) AS closed
                    FROM %s ORDER BY head DESC LIMIT 1)"""
                .formatted(PendingMove.STATE, PendingMove.HAS_LEFT, BatchWriter.applied(tables), tables.topic(),
                        TopicLock.CLOSING, tables.batch());
    }

    /**
     * Sets the parameters of {@code place}.
     *
     * @param topicIds the topics of the batch's events, each once
     * @return the index after the last one
     */
    static int bind(Connection connection, PreparedStatement statement, int firstIndex, String writer, Attempt attempt,
            Collection<Integer> topicIds) throws SQLException {
        statement.setString(firstIndex, writer);
        statement.setLong(firstIndex + 1, attempt.batch());
        statement.setArray(firstIndex + 2, connection.createArrayOf("int4", topicIds.toArray()));
        statement.setBoolean(firstIndex + 3, attempt.number() == attempt.batch());
        return firstIndex + 4;
    }

    /** The numbers of the topics that take no more events, with where they ended; 0 for one that is being closed. */
    Map<Integer, Long> closedTopics() {
        Map<Integer, Long> ends = new LinkedHashMap<>();
        if (closed != null) {
            for (String topic : closed.split(",")) {
                int space = topic.indexOf(' ');
                ends.put(Integer.valueOf(topic.substring(0, space)), Long.valueOf(topic.substring(space + 1)));
            }
        }
        return ends;
    }

    /** Whether the batch's own events are to be stored, as far as the journal goes. */
    boolean stores() {
        return applied == null && !more;
    }

    /** Whether none of them is stored, since some are of topics that take no more. */
    boolean refuses() {
        return stores() && closed != null;
    }

    /** Whether committed transactions have to come first. An earlier attempt that took place waits for none. */
    boolean waits() {
        return applied == null && more;
    }

    /** The position of the batch's first event, 0 if it has none or they have to wait. */
    long first(int events) {
        if (events == 0 || waits() || refuses()) {
            return 0;
        }
        return applied != null ? applied - events + 1 : head + 1;
    }
}
