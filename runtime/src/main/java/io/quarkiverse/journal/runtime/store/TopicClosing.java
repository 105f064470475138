package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What who closes a topic does while transactions that published to it are open: says so, and looks whether they have ended.
 * Outside of the journal's lock, each statement by itself.
 * <p>
 * Thread-safe.
 */
public final class TopicClosing {

    private final Tables tables;

    public TopicClosing(Tables tables) {
        this.tables = tables;
    }

    /**
     * What a look showed.
     *
     * @param free whether it is worth trying to write the end
     * @param said names what this look said in the topic's row, for {@link #revert}
     */
    public record Look(boolean free, @Nullable String said) {
    }

    /**
     * Says that the topic is being closed, so that no more transactions publish to it, and looks whether any is left.
     *
     * @param connection in autocommit mode: what is said must be seen by others before they are looked for
     */
    public Look look(Connection connection, String topic) throws SQLException {
        int id;
        String said;
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + tables.topic()
                + " SET closing = clock_timestamp() WHERE name = ? AND ended IS NULL RETURNING id, closing::text")) {
            statement.setString(1, topic);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return new Look(true, null);
                }
                id = row.getInt(1);
                said = row.getString(2);
            }
        }
        // By now whoever looks at the row sees what was said; nobody may go by an earlier look any more.
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT " + TopicLock.changeMark(tables) + ", " + TopicLock.take(tables, "?"))) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Look(row.getBoolean(2), said);
            }
        }
    }

    /**
     * Takes back what was said, unless another closer has said so since.
     *
     * @return how many transactions that published to the topic are open
     */
    public int revert(Connection connection, String topic, @Nullable String said) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + tables.topic()
                + " SET closing = NULL WHERE name = ? AND closing = ?::timestamptz")) {
            statement.setString(1, topic);
            statement.setString(2, said);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(TopicLock.count(tables,
                "SELECT id FROM " + tables.topic() + " WHERE name = ?"))) {
            statement.setString(1, topic);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
