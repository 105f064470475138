package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.runtime.store.Superseded;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicCut;

/**
 * Deletes, in the topics that want it, events whose key a later event has too. A topic to which nothing was published since is
 * not
 * looked at again.
 */
final class Compaction {

    private final Superseded superseded;
    private final TopicCut topics;
    private final List<String> names;
    private final Map<Integer, Long> compacted = new HashMap<>();

    Compaction(Tables tables, Policy policy, TopicCut topics) {
        this.superseded = new Superseded(tables);
        this.topics = topics;
        this.names = policy.topics().entrySet().stream().filter(entry -> entry.getValue().compaction())
                .map(Map.Entry::getKey).toList();
    }

    /**
     * @return how many events were deleted
     */
    long compact(Connection connection, Turn turn) throws SQLException {
        long deleted = 0;
        for (TopicCut.Known topic : names.isEmpty() ? List.<TopicCut.Known> of() : topics.known(connection, names)) {
            long last = superseded.last(connection, topic.id());
            if (last == compacted.getOrDefault(topic.id(), 0L)) {
                continue;
            }
            List<Long> found;
            do {
                if (turn.isOver()) {
                    return deleted;
                }
                found = superseded.find(connection, topic.id(), topic.floor());
                deleted += superseded.delete(connection, topic.id(), found);
            } while (found.size() == Superseded.MOST);
            compacted.put(topic.id(), last);
        }
        return deleted;
    }
}
