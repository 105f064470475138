package io.quarkiverse.journal.runtime.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the event table, read past everything that is tested.
 */
public record StoredRow(long position, String kind, String id, String key, long index) {

    /** All rows of a journal, by position. */
    public static List<StoredRow> all(String schema) {
        try (Connection connection = RealPostgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT position, kind, id, key, index FROM " + schema + ".event ORDER BY position")) {
            List<StoredRow> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(new StoredRow(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5)));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(schema, e);
        }
    }

    /** All rows of a journal, after making sure that their positions are 1, 2, 3, … */
    public static List<StoredRow> dense(String schema) {
        List<StoredRow> rows = all(schema);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).position() != i + 1) {
                throw new AssertionError(
                        "Position " + (i + 1) + " of " + rows.size() + " rows is missing or twice: " + rows.get(i));
            }
        }
        return rows;
    }
}
