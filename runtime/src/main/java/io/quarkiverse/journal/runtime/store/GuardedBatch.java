package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.IdempotencyConflictException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;

/**
 * A batch that is one submission with a guard. Under the lock there are two round trips, or four with COPY: what is known, then
 * the events and their receipt.
 * <p>
 * The decision is the client's, not the statement's. So an orphaned attempt, whose client has gone, decides nothing: were it
 * otherwise, a submission that was refused for expecting a position too high could still be stored once the topic gets there.
 */
final class GuardedBatch {

    private final Tables tables;
    private final String writer;
    private final String epoch;
    private final Receipts receipts;
    private final CopyEvents copy;
    private final BatchEnd end;
    private final String begin;
    private final String beginWithLast;
    private final String storeFew;
    private final String remember;

    GuardedBatch(Tables tables, String lockAndMove, String writer, String epoch, Receipts receipts, CopyEvents copy,
            BatchEnd end) {
        this.tables = tables;
        this.writer = writer;
        this.epoch = epoch;
        this.receipts = receipts;
        this.copy = copy;
        this.end = end;
        String select = lockAndMove + "WITH " + Decision.place(tables) + " SELECT " + Decision.COLUMNS + ", ";
        String from = ", " + Receipts.COLUMNS + " FROM place LEFT JOIN " + receipts.look() + " r ON true";
        this.begin = select + "0::bigint" + from;
        // Only what came since the look without the lock: whatever the plan, it reads little.
        this.beginWithLast = select + "coalesce((SELECT max(position) FROM " + tables.event()
                + " WHERE topic_id = ? AND position > ?), ?)" + from;
        this.remember = receipts.remember() + ";\n" + end.sql();
        this.storeFew = """
                INSERT INTO %s (position, recorded, %s)
                SELECT ? + e.n, timestamptz 'epoch' + ? * interval '1 microsecond', %s
                FROM unnest(%s) WITH ORDINALITY AS e (%s, n);
                """.formatted(tables.event(), EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS,
                EventArrays.ALIASES) + remember;
    }

    /**
     * @param decision where its events are, if they are stored
     * @param ruling why they are not
     */
    record Outcome(Decision decision, @Nullable Ruling ruling) {
    }

    private record Known(Decision decision, long last, Receipts.@Nullable Remembered remembered) {

        static Known read(ResultSet row) throws SQLException {
            return new Known(Decision.read(row), row.getLong(Decision.WIDTH + 1), Receipts.read(row, Decision.WIDTH + 2));
        }
    }

    Outcome write(Connection connection, LockedStart start, List<EventData> events, ToIntFunction<String> topicIds, Guard guard)
            throws SQLException {
        boolean few = SmallBatch.takes(events);
        if (!few) {
            copy.encode(events, topicIds);
        }
        String topic = events.get(0).topic();
        int topicId = topicIds.applyAsInt(topic);
        try (PreparedStatement store = connection.prepareStatement(few ? storeFew : remember)) {
            int next = few ? EventArrays.bind(connection, store, 3, events, topicIds) : 1;
            Known known = begin(connection, start, topicId, guard);
            Decision decision = known.decision();
            Ruling ruling = decision.stores() ? rule(known, topic, guard) : null;
            if (ruling != null || !decision.stores()) {
                end.withoutOwn(connection, start.attempt(), decision.head());
                return new Outcome(decision, ruling);
            }
            if (few) {
                store.setLong(1, decision.head());
                store.setLong(2, decision.recordedMicros());
            } else {
                copy.send(connection, decision.head() + 1, decision.recordedMicros());
            }
            next = receipts.bindRemember(store, next, topicId, guard.key(), guard.fingerprint(),
                    receipt(events, decision.head()), decision.recordedMicros());
            end.bind(store, next, start.attempt(), decision.head() + events.size());
            store.execute();
            return new Outcome(decision, null);
        }
    }

    private Known begin(Connection connection, LockedStart start, int topicId, Guard guard) throws SQLException {
        boolean expects = guard.expectedPosition() != null;
        TopicEnd seen = expects ? TopicEnd.look(connection, tables, topicId) : new TopicEnd(0, 0);
        try (PreparedStatement statement = connection.prepareStatement(expects ? beginWithLast : begin)) {
            int i = Decision.bind(connection, statement, start.bind(statement), writer, start.attempt(), Set.of(topicId));
            if (expects) {
                statement.setInt(i++, topicId);
                statement.setLong(i++, seen.head());
                statement.setLong(i++, seen.last());
            }
            receipts.bindLook(statement, i, topicId, guard.key());
            return start.execute(statement, Known::read);
        }
    }

    private static @Nullable Ruling rule(Known known, String topic, Guard guard) {
        Receipts.Remembered remembered = known.remembered();
        if (remembered != null) {
            return remembered.isOf(guard) ? new Ruling(remembered.receipt(), null)
                    : new Ruling(null, new IdempotencyConflictException(topic, Objects.requireNonNull(guard.key(), "key")));
        }
        if (known.decision().refuses()) {
            long end = known.decision().closedTopics().values().iterator().next();
            return new Ruling(null, new TopicClosedException(topic, end == 0 ? null : end));
        }
        Long expected = guard.expectedPosition();
        return expected == null || expected == known.last() ? null
                : new Ruling(null, new UnexpectedPositionException(topic, expected, known.last()));
    }

    private Receipt receipt(List<EventData> events, long head) {
        long last = head + events.size();
        return new Receipt(events.size(), head + 1, last, Cursor.after(epoch, last, events.get(events.size() - 1).id()), false);
    }
}
