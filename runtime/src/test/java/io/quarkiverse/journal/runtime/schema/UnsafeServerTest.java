package io.quarkiverse.journal.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

class UnsafeServerTest {

    @Test
    void thatDoesNotFlushIsWarnedOfAndASafeOneIsNot() throws Exception {
        try (CapturedLog log = CapturedLog.of(ServerChecks.class)) {
            try (Connection connection = RealPostgres.connect()) {
                new SchemaManager(new Tables(RealPostgres.freshSchema())).prepare(connection, SchemaManagement.CREATE);
            }
            assertThat(log.warnings()).isEmpty();
            try (EmbeddedPostgres unsafe = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
                    Connection connection = unsafe.getPostgresDatabase().getConnection()) {
                new SchemaManager(new Tables("journal")).prepare(connection, SchemaManagement.CREATE);
            }
            assertThat(log.warnings()).singleElement().asString().contains("fsync=off");
        }
    }
}
