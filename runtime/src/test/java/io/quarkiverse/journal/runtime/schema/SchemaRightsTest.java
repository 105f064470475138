package io.quarkiverse.journal.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

class SchemaRightsTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final String role = "role_" + tables.schema();

    @BeforeEach
    void role() {
        RealPostgres.execute("CREATE ROLE " + role);
    }

    @AfterEach
    void drop() {
        RealPostgres.execute("DROP SCHEMA IF EXISTS " + tables.quotedSchema() + " CASCADE; DROP OWNED BY " + role
                + "; DROP ROLE " + role);
    }

    private void prepareAsRole(SchemaManagement management) throws SQLException {
        try (Connection connection = RealPostgres.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            new SchemaManager(tables).prepare(connection, management);
        }
    }

    private void createAsOwner() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
        }
    }

    @Test
    void whoMayNotCreateASchemaIsToldWhatToDo() {
        assertThatThrownBy(() -> prepareAsRole(SchemaManagement.CREATE)).isInstanceOf(JournalException.class)
                .hasMessageContaining(tables.quotedSchema()).hasMessageContaining("permission denied for database")
                .hasMessageContaining("GRANT CREATE ON DATABASE").hasMessageContaining("schema-management=validate");
    }

    @Test
    void aSchemaThatWasMadeForTheUserIsEnough() throws SQLException {
        RealPostgres.execute("CREATE SCHEMA " + tables.quotedSchema() + " AUTHORIZATION " + role);
        prepareAsRole(SchemaManagement.CREATE);
        assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.log())).isEqualTo(1);
    }

    @Test
    void eachMissingRightIsNamed() throws SQLException {
        createAsOwner();
        RealPostgres.execute("GRANT USAGE ON SCHEMA " + tables.quotedSchema() + " TO " + role);
        assertThatThrownBy(() -> prepareAsRole(SchemaManagement.VALIDATE)).isInstanceOf(JournalException.class)
                .hasMessageContaining(role).message().contains("SELECT on " + tables.log(), "UPDATE on " + tables.log(),
                        "INSERT on " + tables.event(), "DELETE on " + tables.batch(), "INSERT on " + tables.pending(),
                        "INSERT on " + tables.topic(), "GRANT");
        RealPostgres
                .execute("GRANT ALL ON ALL TABLES IN SCHEMA " + tables.quotedSchema() + " TO " + role
                        + "; GRANT ALL ON ALL SEQUENCES IN SCHEMA " + tables.quotedSchema() + " TO " + role
                        + "; REVOKE DELETE ON "
                        + tables.batch() + " FROM " + role);
        assertThatThrownBy(() -> prepareAsRole(SchemaManagement.VALIDATE)).message()
                .contains("DELETE on " + tables.batch()).doesNotContain("SELECT");
    }

    @Test
    void whoCannotAddPartitionsIsTold() throws SQLException {
        createAsOwner();
        RealPostgres.execute("GRANT ALL ON SCHEMA " + tables.quotedSchema() + " TO " + role
                + "; GRANT ALL ON ALL TABLES IN SCHEMA " + tables.quotedSchema() + " TO " + role
                + "; GRANT ALL ON ALL SEQUENCES IN SCHEMA " + tables.quotedSchema() + " TO " + role);
        assertThatThrownBy(() -> prepareAsRole(SchemaManagement.VALIDATE)).isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot add partitions").hasMessageContaining("OWNER");
        RealPostgres.execute("ALTER TABLE " + tables.event() + " OWNER TO " + role);
        prepareAsRole(SchemaManagement.VALIDATE);
    }
}
