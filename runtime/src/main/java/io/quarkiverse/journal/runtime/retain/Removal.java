package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.runtime.schema.OldPartitions;
import io.quarkiverse.journal.runtime.schema.Partition;
import io.quarkiverse.journal.runtime.store.Floors;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.JournalCut;
import io.quarkiverse.journal.runtime.store.RetentionLock;
import io.quarkiverse.journal.runtime.store.Sweep;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicCut;

/**
 * Removes what is past retention: finds the cuts, raises the floors, lets readers know, and only then drops partitions and
 * deletes
 * events. Then it counts what is kept. Whatever a turn leaves undone, because it failed or its node died, the next one finds
 * and does.
 * <p>
 * Used by one thread, while it holds the lock of retention.
 */
final class Removal {

    private static final Logger LOG = Logger.getLogger(Removal.class);

    private final Tables tables;
    private final Policy policy;
    private final Floors floors;
    private final OldPartitions partitions;
    private final TopicCut topics;
    private final Cuts cuts;
    private final Sweep sweep;
    private final Compaction compaction;
    private final Counting counting;
    private final RetentionFigures figures;
    private long raised;

    Removal(Tables tables, Policy policy, RetentionFigures figures) {
        this.tables = tables;
        this.policy = policy;
        this.figures = figures;
        this.floors = new Floors(tables);
        this.partitions = new OldPartitions(tables);
        this.topics = new TopicCut(tables);
        this.cuts = new Cuts(policy, new JournalCut(tables), topics, partitions);
        this.sweep = new Sweep(tables);
        this.compaction = new Compaction(tables, policy, topics);
        this.counting = new Counting(tables);
    }

    /** A partition that will be dropped, and how many events are in it. */
    private record Doomed(Partition partition, long events) {
    }

    /**
     * @return whether there is more to do at once
     */
    boolean turn(Connection connection) throws SQLException {
        Turn turn = new Turn();
        boolean free = unlessLocked(() -> partitions.finish(connection));
        List<Doomed> doomed = new ArrayList<>();
        long floor = 0;
        if (policy.removes()) {
            long head = Heads.head(connection, tables);
            List<Partition> all = partitions.attached(connection);
            Cuts.Found found = cuts.find(connection, all, head, turn);
            raise(connection, all, head, found, doomed, turn);
            floor = floor(connection, found);
        }
        floors.publish(connection, floor);
        for (Doomed next : doomed) {
            free = free && unlessLocked(() -> partitions.remove(connection, next.partition()));
            if (free) {
                figures.dropped(next.events());
            }
        }
        if (free) {
            sweep(connection, turn);
            figures.removed(compaction.compact(connection, turn));
        }
        counting.count(connection, Heads.head(connection, tables), turn);
        return free && turn.wasCutShort();
    }

    private interface Statements {

        void execute() throws SQLException;
    }

    /**
     * A long open transaction that reads the journal keeps a partition from being detached. Neither it nor anybody else is made
     * to
     * wait: the floors are raised, so nobody misses the delay.
     */
    private static boolean unlessLocked(Statements statements) throws SQLException {
        try {
            statements.execute();
            return true;
        } catch (SQLException e) {
            if (RetentionLock.isTaken(e)) {
                LOG.debug("A partition cannot be removed yet: a transaction is open that has read the journal", e);
                return false;
            }
            throw e;
        }
    }

    private void raise(Connection connection, List<Partition> all, long head, Cuts.Found found, List<Doomed> doomed, Turn turn)
            throws SQLException {
        long number = floors.next(connection);
        // First: the journal's floor, which follows the others, must not pass events that no floor tells of.
        for (Cuts.OwnCut own : found.own()) {
            if (own.cut() > own.floor()) {
                floors.raiseTopic(connection, number, own.id(), own.floor(), own.cut());
            }
        }
        for (Partition partition : all) {
            if (turn.isOver()) {
                return;
            }
            if (!partition.isOpen(head)
                    && !partitions.isNeeded(connection, partition, found.common(), found.ownIds(), found.ownCuts())) {
                doomed.add(new Doomed(partition, raiseWhole(connection, number, partition)));
            } else if (partition.first() <= found.common()) {
                long last = Math.min(partition.last(), found.common());
                for (long from = Math.max(raised, partition.first() - 1); from < last; from += Turn.POSITIONS) {
                    floors.raise(connection, number, from, Math.min(from + Turn.POSITIONS, last), found.ownIds());
                }
            }
            if (partition.first() <= found.common()) {
                raised = Math.max(raised, Math.min(partition.last(), found.common()));
            }
        }
    }

    private long raiseWhole(Connection connection, long number, Partition partition) throws SQLException {
        long events = 0;
        for (long from = partition.first() - 1; from < partition.last(); from += Turn.POSITIONS) {
            events += floors.raiseWhole(connection, number, from, Math.min(from + Turn.POSITIONS, partition.last()));
        }
        return events;
    }

    /** Up to where every event of every topic is past retention. */
    private long floor(Connection connection, Cuts.Found found) throws SQLException {
        long floor = raised;
        for (Cuts.OwnCut own : found.own()) {
            long first = topics.first(connection, own.id(), own.cut());
            floor = first == 0 ? floor : Math.min(floor, first - 1);
        }
        return floor;
    }

    private void sweep(Connection connection, Turn turn) throws SQLException {
        while (!turn.isOver()) {
            long deleted = sweep.step(connection);
            if (deleted < 0) {
                return;
            }
            figures.removed(deleted);
        }
    }
}
