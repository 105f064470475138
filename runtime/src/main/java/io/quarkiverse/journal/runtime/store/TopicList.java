package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Lists topics by their names. All that is told of a topic is of one snapshot.
 */
public final class TopicList {

    private final Tables tables;
    private final String columns;

    public TopicList(Tables tables) {
        this.tables = tables;
        // The end of a closed topic is an entry, but no event.
        this.columns = """
                SELECT t.name,
                       (SELECT position FROM %1$s e WHERE e.topic_id >= t.id AND e.topic_id <= t.id AND e.position > t.floor
                        ORDER BY e.topic_id, e.position LIMIT 1),
                       greatest((SELECT position FROM %1$s e WHERE e.topic_id >= t.id AND e.topic_id <= t.id
                                 ORDER BY e.topic_id DESC, e.position DESC LIMIT 1), t.floor),
                       t.counted + (%2$s) - CASE WHEN t.ended > t.floor THEN 1 ELSE 0 END,
                       t.ended IS NOT NULL, t.created
                """.formatted(tables.event(), TopicCounts.uncounted(tables));
    }

    /**
     * A topic at a moment.
     *
     * @param name its name
     * @param first its oldest position that is kept, or 0
     * @param last its newest position, whether or not it is still kept, or 0
     * @param count how many events it keeps
     * @param closed whether it takes no more events
     * @param created when it was created; {@code null} when it is not there
     */
    public record Entry(String name, long first, long last, long count, boolean closed, @Nullable Instant created) {

        /** A topic that nobody has published to. */
        public static Entry absent(String name) {
            return new Entry(name, 0, 0, 0, false, null);
        }
    }

    /**
     * Topics whose names begin with a prefix, in the order of their names' bytes.
     *
     * @param since strictly after this name
     * @param limit how many at most
     */
    public List<Entry> page(Connection connection, String prefix, String since, int limit) throws SQLException {
        // Beyond any character of a name: so the index knows where the prefix ends.
        try (PreparedStatement statement = connection.prepareStatement(columns + """
                FROM (SELECT * FROM %s WHERE name > ? AND name >= ? AND name < ? || chr(127) ORDER BY name LIMIT ?) t
                ORDER BY t.name""".formatted(tables.topic()))) {
            statement.setString(1, since);
            statement.setString(2, prefix);
            statement.setString(3, prefix);
            statement.setInt(4, limit);
            List<Entry> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(entry(row));
                }
            }
            return found;
        }
    }

    /** One topic; empty when it is not there. */
    public Entry one(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement(columns + "FROM " + tables.topic() + " t WHERE t.name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? entry(row) : Entry.absent(name);
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        // SQL's NULL, for no event at all, reads as 0.
        return new Entry(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }
}
