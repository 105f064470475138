package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * Where in the whole journal what is kept begins. Reads without a lock, in steps of positions that whoever asks chooses.
 */
public final class JournalCut {

    /** What an event counts: its row and index entries take about 200 bytes besides. */
    static final String BYTES = "200 + pg_column_size(e.payload) + coalesce(pg_column_size(e.headers), 0)";

    private final Tables tables;

    public JournalCut(Tables tables) {
        this.tables = tables;
    }

    /** The database's clock, which events are recorded by, less an age. */
    public OffsetDateTime ago(Connection connection, Duration age) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).minus(age);
        }
    }

    /**
     * The first position of a range that was recorded at a time or later. Before it everything is older, so a clock that was
     * set back
     * for a while does not make what came before look old.
     *
     * @return 0 when all of them are older
     */
    public long firstSince(Connection connection, long after, long through, OffsetDateTime time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT position FROM " + tables.event()
                + " WHERE position > ? AND position <= ? AND recorded >= ? ORDER BY position LIMIT 1")) {
            statement.setLong(1, after);
            statement.setLong(2, through);
            statement.setObject(3, time);
            return position(statement);
        }
    }

    /**
     * Up to which position the events of a range are too many bytes, counted from the newest.
     *
     * @return 0 when they are not
     */
    public long beyondBytes(Connection connection, long after, long through, long bytes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT position
                FROM (SELECT position, sum(%s) OVER (ORDER BY position DESC ROWS UNBOUNDED PRECEDING) AS bytes
                      FROM %s e WHERE position > ? AND position <= ?) AS summed
                WHERE bytes > ? ORDER BY position DESC LIMIT 1""".formatted(BYTES, tables.event()))) {
            statement.setLong(1, after);
            statement.setLong(2, through);
            statement.setLong(3, bytes);
            return position(statement);
        }
    }

    static long position(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
