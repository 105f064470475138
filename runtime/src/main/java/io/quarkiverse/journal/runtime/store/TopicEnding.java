package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;

/**
 * The end of a closed topic.
 *
 * @param position where its end marker is
 * @param before names "strictly after the position before it"
 * @param after names "strictly after it"
 */
public record TopicEnding(long position, Cursor before, Cursor after) {

    /**
     * The end of a topic as it is now; {@code null} when it has none. The marker itself may have been removed.
     */
    public static @Nullable TopicEnding look(Connection connection, Tables tables, String epoch, String topic)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT ended, (SELECT id FROM %1$s WHERE position = t.ended - 1), (SELECT id FROM %1$s WHERE position = t.ended)
                FROM %2$s t WHERE name = ? AND ended IS NOT NULL""".formatted(tables.event(), tables.topic()))) {
            statement.setString(1, topic);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                long position = row.getLong(1);
                return new TopicEnding(position, cursor(epoch, position - 1, row.getString(2)),
                        cursor(epoch, position, row.getString(3)));
            }
        }
    }

    private static Cursor cursor(String epoch, long position, @Nullable String id) {
        return id == null ? new Cursor(epoch, position, 0) : Cursor.after(epoch, position, id);
    }
}
