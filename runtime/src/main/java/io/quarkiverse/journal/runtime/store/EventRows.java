package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Rows of the event table as events.
 */
public final class EventRows {

    /** What to select, from the event table by the alias {@code e}, for {@link #map}. */
    public static final String COLUMNS = "e.position, e.topic_id, e.kind, e.id, e.time, e.key, e.correlation_id, e.index, e.run, "
            + "e.step, e.headers, e.payload";

    private final TopicIds topics;
    private final String epoch;

    public EventRows(TopicIds topics, String epoch) {
        this.topics = topics;
        this.epoch = epoch;
    }

    String epoch() {
        return epoch;
    }

    /** The row that the result set is at. */
    public StoredEvent map(Connection connection, ResultSet row) throws SQLException {
        long index = row.getLong(8);
        Long presentIndex = row.wasNull() ? null : index;
        // The driver hands json over as the bytes that the server sent: they are never decoded on the way to the wire.
        EventData data = new EventData(topics.name(connection, row.getInt(2)), row.getString(3), row.getString(4),
                EventJson.toMicros(row.getObject(5, OffsetDateTime.class).toInstant()), row.getString(6), row.getString(7),
                presentIndex, row.getString(9), row.getString(10), row.getBytes(11), row.getBytes(12));
        return new StoredEvent(data, row.getLong(1), epoch);
    }
}
