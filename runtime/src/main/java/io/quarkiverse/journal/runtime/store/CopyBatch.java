package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * A batch of many events by COPY BINARY. The rows are encoded before the lock is taken.
 */
final class CopyBatch {

    private final String writer;
    private final String begin;
    private final CopyEvents copy;
    private final BatchEnd end;

    CopyBatch(Tables tables, String lockAndMove, String writer, CopyEvents copy, BatchEnd end) {
        this.writer = writer;
        this.begin = lockAndMove + "WITH " + Decision.place(tables) + " SELECT " + Decision.COLUMNS + " FROM place";
        this.copy = copy;
        this.end = end;
    }

    Decision write(Connection connection, LockedStart start, List<EventData> events, ToIntFunction<String> topicIds)
            throws SQLException {
        copy.encode(events, topicIds);
        Decision decision = begin(connection, start, BatchTopics.of(events, topicIds));
        if (!decision.stores() || decision.refuses()) {
            end.withoutOwn(connection, start.attempt(), decision.head());
            return decision;
        }
        copy.send(connection, decision.head() + 1, decision.recordedMicros());
        try (PreparedStatement statement = connection.prepareStatement(end.sql())) {
            end.bind(statement, 1, start.attempt(), decision.head() + events.size(), null);
            statement.execute();
        }
        return decision;
    }

    private Decision begin(Connection connection, LockedStart start, Collection<Integer> topics) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin)) {
            Decision.bind(connection, statement, start.bind(statement), writer, start.attempt(), topics);
            return start.execute(statement, Decision::read);
        }
    }
}
