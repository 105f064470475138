package io.quarkiverse.journal.runtime.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.store.Tables;

/**
 * What the datasource's user must be allowed to do, asked before anything is published.
 */
final class RightsCheck {

    private RightsCheck() {
    }

    static boolean mayReadLog(Connection connection, Tables tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT has_table_privilege(?, 'SELECT')")) {
            statement.setString(1, tables.log());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static void check(Connection connection, Tables tables) throws SQLException {
        String[] needed = {
                tables.log(), "SELECT", tables.log(), "UPDATE",
                tables.topic(), "SELECT", tables.topic(), "INSERT", tables.topic(), "UPDATE",
                tables.closings(), "SELECT", tables.closings(), "UPDATE",
                tables.event(), "SELECT", tables.event(), "INSERT", tables.event(), "DELETE",
                tables.pending(), "SELECT", tables.pending(), "INSERT", tables.pending(), "DELETE",
                tables.qualified("pending_ticket_seq"), "SELECT",
                tables.refused(), "INSERT",
                tables.batch(), "SELECT", tables.batch(), "INSERT", tables.batch(), "UPDATE",
                tables.batch(), "DELETE",
                tables.receipt(), "SELECT", tables.receipt(), "INSERT", tables.receipt(), "UPDATE",
                tables.receipt(), "DELETE",
                tables.givenId(), "SELECT", tables.givenId(), "INSERT", tables.givenId(), "UPDATE",
                tables.givenId(), "DELETE",
                tables.consumer(), "SELECT", tables.consumer(), "INSERT", tables.consumer(), "UPDATE",
                tables.consumer(), "DELETE" };
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT current_user, (SELECT string_agg(names[i + 1] || ' on ' || names[i], ', ')
                                      FROM generate_series(1, array_length(names, 1), 2) i
                                      WHERE NOT has_table_privilege(names[i], names[i + 1])),
                       pg_has_role((SELECT relowner FROM pg_class WHERE oid = ?::regclass), 'USAGE')
                           AND has_schema_privilege(?, 'CREATE')
                FROM (SELECT ?::text[] AS names) n""")) {
            Array names = connection.createArrayOf("text", needed);
            statement.setString(1, tables.event());
            statement.setString(2, tables.schema());
            statement.setArray(3, names);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String missing = row.getString(2);
                if (missing != null) {
                    throw new JournalException(
                            "The database user " + row.getString(1) + " lacks rights that the journal needs: "
                                    + missing + ". GRANT them");
                }
                if (!row.getBoolean(3)) {
                    throw new JournalException("The database user " + row.getString(1) + " cannot add partitions to "
                            + tables.event() + ": it must own that table (ALTER TABLE … OWNER TO) and may CREATE in schema "
                            + tables.quotedSchema());
                }
            }
        }
    }
}
