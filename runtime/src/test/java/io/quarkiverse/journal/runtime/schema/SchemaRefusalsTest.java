package io.quarkiverse.journal.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

class SchemaRefusalsTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());

    private void prepare(SchemaManagement management) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, management);
        }
    }

    private void refused(SchemaManagement management, String... parts) {
        assertThatThrownBy(() -> prepare(management)).isInstanceOf(JournalException.class).message().contains(parts);
    }

    @Test
    void missingTablesAreNotCreatedWhenOnlyValidating() {
        refused(SchemaManagement.VALIDATE, "missing", tables.quotedSchema(), "db/journal/V1__journal.sql",
                "schema-management=create");
        assertThat(RealPostgres.number("SELECT count(*) FROM pg_namespace WHERE nspname = '" + tables.schema() + "'")).isZero();
    }

    @Test
    void presentTablesAreValid() throws SQLException {
        prepare(SchemaManagement.CREATE);
        assertThatCode(() -> prepare(SchemaManagement.VALIDATE)).doesNotThrowAnyException();
        assertThatCode(() -> prepare(SchemaManagement.CREATE)).doesNotThrowAnyException();
    }

    @Test
    void noneLooksAtNothing() {
        assertThatCode(() -> prepare(SchemaManagement.NONE)).doesNotThrowAnyException();
    }

    @Test
    void aNewerVersionAsksForANewerLibrary() throws SQLException {
        prepare(SchemaManagement.CREATE);
        RealPostgres.execute("UPDATE " + tables.log() + " SET schema_version = 2");
        refused(SchemaManagement.CREATE, "schema version 2", "newer than 1", "version of quarkus-journal");
    }

    @Test
    void anOlderVersionAsksForMigrations() throws SQLException {
        prepare(SchemaManagement.CREATE);
        RealPostgres.execute("UPDATE " + tables.log() + " SET schema_version = 0");
        refused(SchemaManagement.VALIDATE, "schema version 0", "needs 1", "migrations");
    }

    @Test
    void aLogWithoutItsRowIsRefused() throws SQLException {
        prepare(SchemaManagement.CREATE);
        RealPostgres.execute("DELETE FROM " + tables.log());
        refused(SchemaManagement.CREATE, "is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = { "SQL_ASCII", "LATIN1" })
    void anotherEncodingThanUtf8IsRefused(String encoding) throws SQLException {
        String database = tables.schema() + "_" + encoding.toLowerCase(java.util.Locale.ROOT);
        RealPostgres.execute("CREATE DATABASE " + database + " ENCODING '" + encoding
                + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        String url = RealPostgres.url().replaceFirst("/[^/?]+($|\\?)", "/" + database + "$1");
        try (Connection connection = DriverManager.getConnection(url, RealPostgres.username(), RealPostgres.password())) {
            assertThatThrownBy(() -> new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE))
                    .isInstanceOf(JournalException.class).hasMessageContaining(encoding).hasMessageContaining("UTF8");
        } finally {
            RealPostgres.execute("DROP DATABASE " + database);
        }
    }
}
