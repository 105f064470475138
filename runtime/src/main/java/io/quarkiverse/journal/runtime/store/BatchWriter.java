package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;

/**
 * Writes a batch in one transaction: takes the journal's lock, moves what callers' transactions have committed, learns the
 * head,
 * stores the batch's own events after it, notes the batch, notifies, commits.
 * <p>
 * Whether the batch was applied before is decided by a statement that begins after the lock is held. So an attempt whose
 * outcome is unknown is simply made again: if the first one took place, or still is under way somewhere, the second finds its
 * row. Batches of up to {@value SmallBatch#MOST} events take one round trip, larger ones COPY BINARY.
 * <p>
 * Not thread-safe: used by the writer's thread.
 */
public final class BatchWriter {

    /**
     * For so many attempts ids are looked at in what is moved, once there were any. Too few, and a batch is tried twice often;
     * too
     * many, and batches that need it no more take a little longer.
     */
    private static final int UNIQUE_FOR = 1_000;

    private final Tables tables;
    private final TopicIds topics;
    private final EventRows rows;
    private final String writer;
    private final PendingMove uniqueMove;
    private final Unguarded plain;
    private final Unguarded unique;
    private final GuardedBatch guarded;
    private final EndBatch ending;
    private final StalledHolder holder;
    private final RefusedEvents refused;
    private long uniqueUntil;
    private long newestOwn;
    private long ownForgottenBefore;
    private long movesForgottenBefore;

    public BatchWriter(Tables tables, TopicIds topics, EventRows rows, Receipts receipts, String writer) {
        this.tables = tables;
        this.topics = topics;
        this.rows = rows;
        this.writer = writer;
        this.holder = new StalledHolder(tables);
        this.refused = new RefusedEvents(tables);
        RememberedIds ids = new RememberedIds(tables, receipts.window());
        CopyEvents copy = new CopyEvents(tables);
        BatchEnd end = new BatchEnd(tables, writer);
        this.uniqueMove = PendingMove.unique(tables, writer, ids);
        this.plain = Unguarded.with(PendingMove.plain(tables, writer), tables, writer, copy, end);
        this.unique = Unguarded.with(uniqueMove, tables, writer, copy, end);
        this.guarded = new GuardedBatch(tables, lockAndMove(tables, uniqueMove), writer, rows.epoch(), receipts, ids, copy,
                end);
        this.ending = new EndBatch(tables, uniqueMove, writer, rows.epoch(), end);
    }

    /**
     * Writes a batch without a guard, or finds it written.
     */
    public Written write(Connection connection, Attempt attempt, List<EventData> events) throws SQLException {
        return write(connection, attempt, events, null);
    }

    /**
     * Writes a batch, or finds it written.
     *
     * @param connection in autocommit mode; left with a transaction open if this fails
     * @param events the batch's own events; there may be none
     * @param guard what has to hold for them to be stored, if anything; they are of one topic then
     */
    public Written write(Connection connection, Attempt attempt, List<EventData> events, @Nullable Guard guard)
            throws SQLException {
        ToIntFunction<String> topicIds = topics.require(connection, events.stream().map(EventData::topic).distinct().toList());
        GivenIds given = GivenIds.of(events, topicIds);
        if (guard == null && given.isEmpty()) {
            return unguarded(connection, attempt, events, topicIds);
        }
        LockedStart start = new LockedStart(attempt, uniqueMove, rows, connection);
        if (guard != null && guard.ending()) {
            return written(start, ending.write(connection, start, events.get(0), topicIds), List.of());
        }
        GuardedBatch.Outcome outcome = guarded.write(connection, start, events, given, topicIds,
                guard == null ? Guard.NONE : guard);
        return written(start, outcome, outcome.refused() ? closed(connection, outcome.decision()) : List.of());
    }

    private Written unguarded(Connection connection, Attempt attempt, List<EventData> events, ToIntFunction<String> topicIds)
            throws SQLException {
        boolean looksAtIds = attempt.number() <= uniqueUntil;
        Unguarded statements = looksAtIds ? unique : plain;
        LockedStart start = new LockedStart(attempt, statements.move(), rows, connection);
        Decision decision = SmallBatch.takes(events) ? statements.small().write(connection, start, events, topicIds)
                : statements.large().write(connection, start, events, topicIds);
        if (decision.waits() && start.moved().isEmpty() && !looksAtIds) {
            uniqueUntil = attempt.number() + UNIQUE_FOR;
        }
        Placement own = decision.waits() || decision.refuses() ? null
                : Placement.consecutive(decision.first(events.size()), events.size());
        return written(start, new GuardedBatch.Outcome(decision, own, null),
                decision.refuses() ? closed(connection, decision) : List.of());
    }

    /** Each statement of a round trip has a snapshot of its own: those after the first one's are taken with the lock held. */
    private static String lockAndMove(Tables tables, PendingMove move) {
        return "BEGIN; " + move.before() + "; " + LockedStart.lock(tables) + "; " + move.sql() + ";\n";
    }

    /** The statements for batches without a guard, by one of the two ways to move. */
    private record Unguarded(PendingMove move, SmallBatch small, CopyBatch large) {

        static Unguarded with(PendingMove move, Tables tables, String writer, CopyEvents copy, BatchEnd end) {
            String lockAndMove = lockAndMove(tables, move);
            return new Unguarded(move, new SmallBatch(tables, lockAndMove, writer),
                    new CopyBatch(tables, lockAndMove, writer, copy, end));
        }
    }

    private List<TopicClosedException> closed(Connection connection, Decision decision) throws SQLException {
        List<TopicClosedException> closed = new ArrayList<>();
        for (Map.Entry<Integer, Long> topic : decision.closedTopics().entrySet()) {
            closed.add(new TopicClosedException(topics.name(connection, topic.getKey()),
                    topic.getValue() == 0 ? null : topic.getValue()));
        }
        return closed;
    }

    private Written written(LockedStart start, GuardedBatch.Outcome outcome, List<TopicClosedException> closed) {
        Placement own = outcome.placement();
        if (own != null && own.storedCount() > 0) {
            // Of the attempts at one batch any may have stored it.
            newestOwn = start.attempt().batch();
        }
        return new Written(start.moved(), start.movedRepeats(), own, outcome.decision().waits(), outcome.ruling(), closed,
                start.lockWait());
    }

    /**
     * Where a batch ended if it was applied before. A later batch of the same writer tells too: numbers are applied in order,
     * and an orphaned attempt may come so late that its own row is forgotten.
     */
    static String applied(Tables tables) {
        return "SELECT head FROM " + tables.batch() + " WHERE writer = ? AND number >= ? ORDER BY number LIMIT 1";
    }

    /**
     * Forgets this writer's batches before a number. They are known to be settled. Its newest batch with events of its own is
     * kept:
     * an attempt that comes late finds by it that it has nothing to do. Only those that are not forgotten yet are looked at:
     * walking
     * over the dead entries of all earlier ones would grow quadratic under a long open snapshot.
     */
    public void forgetBefore(Connection connection, long number) throws SQLException {
        long ownBefore = Math.min(number, newestOwn);
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + tables.batch()
                + " WHERE writer = ? AND (number >= ? AND number < ? OR number <= ? AND number > ?)"
                + " AND head < " + Heads.expression(tables))) {
            statement.setString(1, writer);
            statement.setLong(2, ownForgottenBefore);
            statement.setLong(3, ownBefore);
            statement.setLong(4, -movesForgottenBefore);
            statement.setLong(5, -number);
            statement.executeUpdate();
            ownForgottenBefore = ownBefore;
            movesForgottenBefore = number;
        }
    }

    /**
     * Whether callers' transactions have left anything to move. A look without the lock, for when there is nothing else to do.
     */
    public boolean hasPending(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PendingMove.hasVisible(tables));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** How many events callers' transactions have left to move. */
    public long countPending(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM " + tables.pending());
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Puts aside what the event table refuses of the events that callers' transactions have left.
     *
     * @param end where the partitions end, exclusive
     * @param isOfEvents whether a failure is a refusal of events
     * @return what was put aside, or {@code null} when nothing is refused
     */
    public @Nullable SetAside setAside(Connection connection, long end, Predicate<SQLException> isOfEvents)
            throws SQLException {
        return refused.setAside(connection, end, isOfEvents);
    }

    /**
     * Frees the journal's lock, for which a batch has waited in vain, if the client of the session that holds it has stalled.
     *
     * @return whether it had
     */
    public boolean endStalledHolder(Connection connection) throws SQLException {
        return holder.end(connection);
    }

    /** The journal's head. */
    public long head(Connection connection) throws SQLException {
        return Heads.head(connection, tables);
    }

    /** The database was restored from a backup: the topics' numbers that are remembered do not hold any more. */
    public void forgetTopics() {
        topics.forget();
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
