package io.quarkiverse.journal.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

@Timeout(60)
class TwoJournalsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void ofOneDatabaseKnowNothingOfEachOtherEvenWithTheLongestNames() throws Exception {
        String common = (RealPostgres.freshSchema() + "_").concat("x".repeat(47)).substring(0, 46);
        try (Connection listening = RealPostgres.connect(); Statement statement = listening.createStatement()) {
            statement.execute("LISTEN \"quarkus_journal_" + common + "b\"");
            try (TestNode one = TestNode.start(common + "a"); TestNode other = TestNode.start(common + "b")) {
                one.journal().append("t", "a1").await().atMost(SOON);
                one.journal().append("t", "a2").await().atMost(SOON);
                assertThat(other.journal().append("t", "b1").await().atMost(SOON).first()).isEqualTo(1);
                assertThat(one.history("t")).hasSize(2);
                assertThat(other.history("t")).singleElement()
                        .satisfies(event -> assertThat(event.payload().value()).isEqualTo("\"b1\""));
            }
            List<String> heard = new ArrayList<>();
            while (heard.isEmpty()) {
                for (PGNotification notification : listening.unwrap(PGConnection.class).getNotifications(20_000)) {
                    heard.add(notification.getParameter().split(" ")[0]);
                }
            }
            assertThat(heard).containsOnly("1");
        }
        assertThat(StoredRow.dense(common + "a")).hasSize(2);
    }

    @Test
    void aSchemaOfAnotherNameHoldsEverythingAndNothingIsLeftOutside() throws SQLException {
        Tables tables = new Tables("elsewhere");
        String database = RealPostgres.freshSchema();
        RealPostgres.execute("CREATE DATABASE " + database);
        String url = RealPostgres.url().replaceFirst("/[^/?]+($|\\?)", "/" + database + "$1");
        try (Connection connection = DriverManager.getConnection(url, RealPostgres.username(), RealPostgres.password());
                Statement statement = connection.createStatement()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            try (ResultSet row = statement.executeQuery("SELECT string_agg(DISTINCT nspname, ',') FROM pg_namespace "
                    + "WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'")) {
                row.next();
                assertThat(row.getString(1).split(",")).containsExactlyInAnyOrder("elsewhere", "public");
            }
            try (ResultSet row = statement
                    .executeQuery("SELECT count(*) FILTER (WHERE relnamespace = 'elsewhere'::regnamespace), "
                            + "count(*) FILTER (WHERE relnamespace = 'public'::regnamespace) FROM pg_class")) {
                row.next();
                assertThat(row.getLong(1)).isGreaterThanOrEqualTo(8);
                assertThat(row.getLong(2)).isZero();
            }
        } finally {
            RealPostgres.execute("DROP DATABASE " + database);
        }
    }
}
