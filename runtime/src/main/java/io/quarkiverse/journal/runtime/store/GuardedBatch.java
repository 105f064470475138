package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.IdempotencyConflictException;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;

/**
 * A batch that something may keep from being stored: one submission with a guard, or events whose ids their publishers gave,
 * which are stored once. Under the lock there are two round trips, or four with COPY: what is known, then the events and what
 * is
 * to be known of them.
 * <p>
 * The decision is the client's, not the statement's. So an orphaned attempt, whose client has gone, decides nothing: were it
 * otherwise, a submission that was refused for expecting a position too high could still be stored once the topic gets there.
 */
final class GuardedBatch {

    private final Tables tables;
    private final String writer;
    private final String epoch;
    private final Receipts receipts;
    private final RememberedIds ids;
    private final CopyEvents copy;
    private final BatchEnd end;
    private final String begin;
    private final String beginWithLast;
    private final String storeFew;
    private final String remember;

    GuardedBatch(Tables tables, String lockAndMove, String writer, String epoch, Receipts receipts, RememberedIds ids,
            CopyEvents copy, BatchEnd end) {
        this.tables = tables;
        this.writer = writer;
        this.epoch = epoch;
        this.receipts = receipts;
        this.ids = ids;
        this.copy = copy;
        this.end = end;
        String select = lockAndMove + "WITH " + Decision.place(tables) + " SELECT " + Decision.COLUMNS + ", ";
        String from = ", " + ids.look() + ", " + Receipts.COLUMNS + " FROM place LEFT JOIN " + receipts.look() + " r ON true";
        this.begin = select + "0::bigint" + from;
        // Only what came since the look without the lock: whatever the plan, it reads little.
        this.beginWithLast = select + "coalesce((SELECT max(position) FROM " + tables.event()
                + " WHERE topic_id = ? AND position > ?), ?)" + from;
        this.remember = receipts.remember() + ";\n" + ids.remember() + ";\n" + end.sql();
        this.storeFew = """
                INSERT INTO %s (position, recorded, %s)
                SELECT ? + e.n, timestamptz 'epoch' + ? * interval '1 microsecond', %s
                FROM unnest(%s) WITH ORDINALITY AS e (%s, n);
                """.formatted(tables.event(), EventArrays.COLUMNS, EventArrays.VALUES, EventArrays.PARAMETERS,
                EventArrays.ALIASES) + remember;
    }

    /**
     * @param decision what the server knew
     * @param placement where its events are, unless they have to wait or are refused
     * @param ruling what its guard decided instead
     */
    record Outcome(Decision decision, @Nullable Placement placement, @Nullable Ruling ruling) {

        /** Whether nothing was stored because of topics that take no more events. */
        boolean refused() {
            return placement == null && ruling == null && decision.refuses();
        }
    }

    private record Known(Decision decision, long last, @Nullable Long[] positions,
            Receipts.@Nullable Remembered remembered) {
    }

    /**
     * @param given the ids that the events' publishers gave
     */
    Outcome write(Connection connection, LockedStart start, List<EventData> events, GivenIds given,
            ToIntFunction<String> topicIds, Guard guard) throws SQLException {
        boolean few = SmallBatch.takes(events);
        if (!few) {
            copy.encode(events, topicIds);
        }
        String topic = events.get(0).topic();
        int topicId = topicIds.applyAsInt(topic);
        try (PreparedStatement store = connection.prepareStatement(few ? storeFew : remember)) {
            int next = few ? EventArrays.bind(connection, store, 3, events, topicIds) : 1;
            Known known = begin(connection, start, given, topicId, BatchTopics.of(events, topicIds), guard);
            Decision decision = known.decision();
            BitSet repeats = given.repeats(known.positions());
            int stored = events.size() - repeats.cardinality();
            Placement placement = decision.waits() ? null
                    : given.place(events.size(), decision.first(stored), known.positions(), repeats);
            Ruling ruling = decision.stores() ? rule(known, stored, topic, guard) : null;
            boolean closed = decision.refuses() && stored > 0;
            if (ruling != null || closed || !decision.stores() || stored == 0) {
                end.withoutOwn(connection, start.attempt(), decision.head());
                return new Outcome(decision, ruling == null && !closed ? placement : null, ruling);
            }
            Objects.requireNonNull(placement, "placement");
            if (!repeats.isEmpty()) {
                List<EventData> rest = without(repeats, events);
                if (few) {
                    EventArrays.bind(connection, store, 3, rest, topicIds);
                } else {
                    copy.encode(rest, topicIds);
                }
            }
            if (few) {
                store.setLong(1, decision.head());
                store.setLong(2, decision.recordedMicros());
            } else {
                copy.send(connection, decision.head() + 1, decision.recordedMicros());
            }
            next = receipts.bindRemember(store, next, topicId, guard.key(), guard.fingerprint(),
                    placement.receipt(events, 0, events.size(), epoch), decision.recordedMicros());
            next = ids.bindRemember(connection, store, next, given, given.stored(placement, known.positions()),
                    decision.recordedMicros());
            end.bind(store, next, start.attempt(), placement.last(),
                    repeats.isEmpty() ? null : connection.createArrayOf("int8", known.positions()));
            store.execute();
            return new Outcome(decision, placement, null);
        }
    }

    private static List<EventData> without(BitSet repeats, List<EventData> events) {
        List<EventData> rest = new ArrayList<>(events.size() - repeats.cardinality());
        for (int i = repeats.nextClearBit(0); i < events.size(); i = repeats.nextClearBit(i + 1)) {
            rest.add(events.get(i));
        }
        return rest;
    }

    private Known begin(Connection connection, LockedStart start, GivenIds given, int topicId, Collection<Integer> topicIds,
            Guard guard) throws SQLException {
        boolean expects = guard.expectedPosition() != null;
        TopicEnd seen = expects ? TopicEnd.look(connection, tables, topicId) : new TopicEnd(0, 0);
        try (PreparedStatement statement = connection.prepareStatement(expects ? beginWithLast : begin)) {
            int i = Decision.bind(connection, statement, start.bind(statement), writer, start.attempt(), topicIds);
            if (expects) {
                statement.setInt(i++, topicId);
                statement.setLong(i++, seen.head());
                statement.setLong(i++, seen.last());
            }
            i = ids.bindLook(connection, statement, i, given);
            receipts.bindLook(statement, i, topicId, guard.key());
            return start.execute(statement, row -> read(row, given));
        }
    }

    private Known read(ResultSet row, GivenIds given) throws SQLException {
        return new Known(Decision.read(row), row.getLong(Decision.WIDTH + 1), ids.read(row, Decision.WIDTH + 2, given),
                Receipts.read(row, Decision.WIDTH + 3));
    }

    /** Repeated ids are looked at before the position, as a repeated key is: the first one's success moved it on. */
    private static @Nullable Ruling rule(Known known, int stored, String topic, Guard guard) {
        Receipts.Remembered remembered = known.remembered();
        if (remembered != null) {
            return remembered.isOf(guard) ? new Ruling(remembered.receipt(), null)
                    : new Ruling(null, new IdempotencyConflictException(topic, Objects.requireNonNull(guard.key(), "key")));
        }
        if (known.decision().refuses() && stored > 0 && !guard.equals(Guard.NONE)) {
            long end = known.decision().closedTopics().values().iterator().next();
            return new Ruling(null, new TopicClosedException(topic, end == 0 ? null : end));
        }
        Long expected = guard.expectedPosition();
        return expected == null || stored == 0 || expected == known.last() ? null
                : new Ruling(null, new UnexpectedPositionException(topic, expected, known.last()));
    }
}
