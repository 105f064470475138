package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.runtime.retain.Policy.Limits;
import io.quarkiverse.journal.runtime.schema.OldPartitions;
import io.quarkiverse.journal.runtime.schema.Partition;
import io.quarkiverse.journal.runtime.store.JournalCut;
import io.quarkiverse.journal.runtime.store.TopicCut;

/**
 * Finds out what is past retention. Only reads; takes no lock.
 * <p>
 * Used by one thread. It remembers how far events are too old, and looks at later ones only.
 */
final class Cuts {

    private final Policy policy;
    private final JournalCut journal;
    private final TopicCut topics;
    private final OldPartitions partitions;
    private long aged;

    Cuts(Policy policy, JournalCut journal, TopicCut topics, OldPartitions partitions) {
        this.policy = policy;
        this.journal = journal;
        this.topics = topics;
        this.partitions = partitions;
    }

    /**
     * What is past retention.
     *
     * @param common what all topics without limits of their own have up to here
     * @param own the topics with limits of their own
     */
    record Found(long common, List<OwnCut> own) {

        Integer[] ownIds() {
            return own.stream().map(OwnCut::id).toArray(Integer[]::new);
        }

        Long[] ownCuts() {
            return own.stream().map(OwnCut::cut).toArray(Long[]::new);
        }
    }

    /**
     * @param cut what the topic has up to here is past retention
     */
    record OwnCut(int id, long floor, long cut) {
    }

    private record ByLimit(long age, long events, long bytes) {

        long highest() {
            return Math.max(age, Math.max(events, bytes));
        }
    }

    Found find(Connection connection, List<Partition> all, long head, Turn turn) throws SQLException {
        ByLimit cuts = new ByLimit(byAge(connection, all, head, turn), byEvents(head), byBytes(connection, all, head));
        List<OwnCut> own = new ArrayList<>();
        List<String> names = policy.topics().entrySet().stream().filter(entry -> entry.getValue().limits().isSet())
                .map(java.util.Map.Entry::getKey).toList();
        for (TopicCut.Known topic : names.isEmpty() ? List.<TopicCut.Known> of() : topics.known(connection, names)) {
            own.add(own(connection, topic, head, cuts));
        }
        return new Found(whole(cuts.highest(), all, head), own);
    }

    private OwnCut own(Connection connection, TopicCut.Known topic, long head, ByLimit common) throws SQLException {
        Limits limits = java.util.Objects.requireNonNull(policy.topics().get(topic.name())).limits();
        long cut = Math.max(topic.floor(), limits.maxAge() == null ? common.age() : 0);
        cut = Math.max(cut, limits.maxEvents() == null ? common.events()
                : topics.beyondEvents(connection, topic.id(), topic.floor(), limits.maxEvents()));
        cut = Math.max(cut, limits.maxBytes() == null ? common.bytes()
                : topics.beyondBytes(connection, topic.id(), topic.floor(), limits.maxBytes()));
        if (limits.maxAge() != null) {
            OffsetDateTime time = journal.ago(connection, limits.maxAge());
            long kept = topics.firstSince(connection, topic.id(), topic.floor(), time);
            cut = Math.max(cut, kept == 0 ? head : kept - 1);
        }
        return new OwnCut(topic.id(), topic.floor(), cut);
    }

    private long byEvents(long head) {
        return policy.journal().maxEvents() == null ? 0 : Math.max(0, head - policy.journal().maxEvents());
    }

    private long byAge(Connection connection, List<Partition> all, long head, Turn turn) throws SQLException {
        if (policy.journal().maxAge() == null) {
            return 0;
        }
        OffsetDateTime time = journal.ago(connection, policy.journal().maxAge());
        for (Partition partition : all) {
            long last = Math.min(partition.last(), head);
            long from = Math.max(aged, partition.first() - 1);
            while (from < last && !turn.isOver()) {
                long to = Math.min(from + Turn.POSITIONS, last);
                long kept = journal.firstSince(connection, from, to, time);
                if (kept != 0) {
                    aged = kept - 1;
                    return aged;
                }
                from = to;
                aged = to;
            }
        }
        return aged;
    }

    /** Counts whole partitions as they are on disk, and rows only within the one where the limit lies, if it is large. */
    private long byBytes(Connection connection, List<Partition> all, long head) throws SQLException {
        if (policy.journal().maxBytes() == null) {
            return 0;
        }
        long left = policy.journal().maxBytes();
        for (int i = all.size() - 1; i >= 0; i--) {
            Partition partition = all.get(i);
            long bytes = partition.first() > head ? 0 : partitions.bytes(connection, partition);
            if (bytes > left) {
                if (!partition.isOpen(head) && partition.isSmallAgainst(head, partition.last())) {
                    return partition.last();
                }
                return Math.max(partition.first() - 1,
                        journal.beyondBytes(connection, partition.first() - 1, Math.min(partition.last(), head), left));
            }
            left -= bytes;
        }
        return 0;
    }

    /**
     * A partition that is small against what is kept is left until all of it is past retention, and can be dropped. One that is
     * large, or still open, is not waited for: its events are deleted one by one.
     */
    private static long whole(long cut, List<Partition> all, long head) {
        for (Partition partition : all) {
            if (partition.first() <= cut && cut < partition.last() && !partition.isOpen(head)
                    && partition.isSmallAgainst(head, cut)) {
                return partition.first() - 1;
            }
        }
        return cut;
    }
}
