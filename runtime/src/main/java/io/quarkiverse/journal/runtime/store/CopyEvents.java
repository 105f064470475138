package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Stores events by COPY BINARY: encoded before the lock is taken, sent under it.
 * <p>
 * Not thread-safe.
 */
final class CopyEvents {

    private final String sql;
    private final CopyRows rows = new CopyRows();

    CopyEvents(Tables tables) {
        this.sql = "COPY " + tables.event() + " (" + CopyRows.COLUMNS + ") FROM STDIN (FORMAT binary)";
    }

    void encode(List<EventData> events, ToIntFunction<String> topicIds) {
        rows.reset();
        for (EventData event : events) {
            rows.add(event, topicIds.applyAsInt(event.topic()));
        }
    }

    /** Sends what was encoded last. */
    void send(Connection connection, long firstPosition, long recordedMicros) throws SQLException {
        rows.finish(firstPosition, recordedMicros);
        CopyIn stream = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            rows.send(stream);
            stream.endCopy();
        } finally {
            rows.forget();
            if (stream.isActive()) {
                stream.cancelCopy();
            }
        }
    }
}
