package io.quarkiverse.journal.runtime.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.JournalException;

/**
 * What the journal needs of the server, whatever its tables are.
 */
final class ServerChecks {

    private static final Logger LOG = Logger.getLogger(ServerChecks.class);
    private static final int OLDEST = 140000;

    private ServerChecks() {
    }

    static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_setting('server_version_num')::int, current_setting('server_version'),
                               current_setting('server_encoding'), current_setting('fsync')::bool,
                               pg_is_in_recovery()""")) {
            row.next();
            if (row.getInt(1) < OLDEST) {
                throw new JournalException("The journal needs PostgreSQL 14 or newer; this server is " + row.getString(2));
            }
            if (!"UTF8".equals(row.getString(3))) {
                throw new JournalException("The journal needs a database whose encoding is UTF8; this one's is "
                        + row.getString(3) + ". Create the database with ENCODING 'UTF8'");
            }
            if (row.getBoolean(5)) {
                throw new JournalException("The journal needs a server that it can write to; this one is a standby. Point "
                        + "quarkus.datasource.jdbc.url at the primary");
            }
            if (!row.getBoolean(4)) {
                LOG.warn(
                        "This PostgreSQL runs with fsync=off: acknowledged events are lost if the machine or the server crashes");
            }
        }
    }
}
