package io.quarkiverse.journal.runtime.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Tables;

/**
 * Sees to it, when a node starts, that the journal's tables are there and are the ones that this version knows. Any number
 * of nodes may start at once.
 */
public final class SchemaManager {

    /** The version of the tables that this code reads and writes. */
    public static final int VERSION = 1;

    /** The statements that make them, also for Flyway. */
    public static final String DDL_RESOURCE = "db/journal/V1__journal.sql";

    private static final String CREATE_SCHEMA = "CREATE SCHEMA IF NOT EXISTS journal;";

    private static final Logger LOG = Logger.getLogger(SchemaManager.class);

    private final Tables tables;

    public SchemaManager(Tables tables) {
        this.tables = tables;
    }

    /**
     * Creates or validates.
     *
     * @throws JournalException when the journal cannot run on this database; says why and what to do
     */
    public void prepare(Connection connection, SchemaManagement management) throws SQLException {
        if (management == SchemaManagement.NONE) {
            return;
        }
        ServerChecks.check(connection);
        if (!exists(connection)) {
            if (management == SchemaManagement.VALIDATE) {
                throw new JournalException("The journal's tables are missing in schema " + tables.quotedSchema()
                        + ". Run " + DDL_RESOURCE + " with Flyway or by hand, or let the application create them with "
                        + "quarkus.journal.schema-management=create");
            }
            create(connection);
        }
        // Tables of another version need other rights, so the version comes first; but it cannot be read without any.
        if (RightsCheck.mayReadLog(connection, tables)) {
            checkVersion(connection);
        }
        RightsCheck.check(connection, tables);
    }

    /**
     * Asks the catalogue's tables, which are read by a snapshot: to_regclass answers from a cache of the session, which may not
     * know yet, in the transaction that waited for the lock, what the lock's last holder made.
     */
    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                               WHERE n.nspname = ? AND c.relname = 'log')""")) {
            statement.setString(1, tables.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private boolean schemaExists(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?)")) {
            statement.setString(1, tables.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Nodes that start together come here together: the first one creates, the others find it done.
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('quarkus-journal " + tables.schema() + "'))");
            if (!exists(connection)) {
                statement.execute(ddl(schemaExists(connection)));
                LOG.infof("Created the journal's tables in schema %s", tables.quotedSchema());
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw new JournalException("Cannot create the journal's tables in schema " + tables.quotedSchema() + ": "
                    + e.getMessage() + ". Give the datasource's user the right to create them (GRANT CREATE ON DATABASE, or "
                    + "ON SCHEMA if it is there), or "
                    + "have " + DDL_RESOURCE + " run by someone who may, and set quarkus.journal.schema-management=validate",
                    e);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private String ddl(boolean schemaExists) {
        try (InputStream resource = SchemaManager.class.getClassLoader().getResourceAsStream(DDL_RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(DDL_RESOURCE + " is not in the application");
            }
            String script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            // PostgreSQL asks for the right to create schemas even where IF NOT EXISTS finds one, as those who prepare a schema
            // for an application do not give it.
            return script.replace(CREATE_SCHEMA, schemaExists ? "" : "CREATE SCHEMA " + tables.quotedSchema() + ";")
                    .replace(" journal.", " " + tables.quotedSchema() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + DDL_RESOURCE, e);
        }
    }

    private void checkVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT schema_version FROM " + tables.log())) {
            if (!row.next()) {
                throw new JournalException("The table " + tables.log() + " is empty; it must have its one row. Restore it, or "
                        + "drop the schema to begin a new journal");
            }
            int found = row.getInt(1);
            if (found > VERSION) {
                throw new JournalException("The journal in schema " + tables.quotedSchema() + " has schema version " + found
                        + ", newer than " + VERSION + ", which this application knows. Use the version of quarkus-journal that "
                        + "the newest node uses");
            }
            if (found < VERSION) {
                throw new JournalException("The journal in schema " + tables.quotedSchema() + " has schema version " + found
                        + "; this application needs " + VERSION + ". Run the migrations in db/journal that follow version "
                        + found);
            }
        }
    }
}
