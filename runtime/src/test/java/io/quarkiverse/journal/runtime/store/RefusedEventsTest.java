package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

@Timeout(60)
class RefusedEventsTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final RefusedEvents refused = new RefusedEvents(tables);
    private long end;

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            Partitions partitions = new Partitions(tables, 1_000);
            partitions.ensure(connection, 0);
            end = partitions.end();
            new TopicIds(tables).require(connection, List.of("t"));
        }
    }

    private void commit(String id, String payload, int count) {
        RealPostgres
                .execute("INSERT INTO " + tables.pending() + " (time, topic_id, kind, id, payload) SELECT now(), 1, 'event', '"
                        + id + "', '" + payload + "' FROM generate_series(1, " + count + ")");
    }

    private SetAside setAside() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            SetAside result = refused.setAside(connection, end, e -> e.getSQLState().startsWith("22")
                    || e.getSQLState().startsWith("23"));
            assertThat(connection.getAutoCommit()).isTrue();
            return result;
        }
    }

    private long rows(String table) {
        return RealPostgres.number("SELECT count(*) FROM " + table);
    }

    @Test
    void whatAnIndexOverPayloadsCannotReadIsPutAsideAndTheRestIsLeftAsItWas() throws SQLException {
        RealPostgres.execute("CREATE INDEX ON " + tables.event() + " (((payload ->> 'amount')::int))");
        commit("good", "{\"amount\":1}", 500);
        commit("bad", "{\"amount\":\"many\"}", 1);
        commit("good", "{\"amount\":2}", 500);
        commit("worse", "{\"amount\":\"more\"}", 1);

        SetAside aside = setAside();
        assertThat(aside.count()).isEqualTo(2);
        assertThat(aside.topic()).isEqualTo("t");
        assertThat(aside.id()).isEqualTo("bad");
        assertThat(aside.cause().getSQLState()).isEqualTo("22P02");
        assertThat(rows(tables.refused() + " WHERE sqlstate = '22P02' AND reason <> ''")).isEqualTo(2);
        assertThat(rows(tables.pending())).isEqualTo(1_000);
        assertThat(rows(tables.event())).as("tried, and undone").isZero();
        assertThat(setAside()).isNull();
    }

    @Test
    void whatThereIsNoPartitionForIsNotTried() throws SQLException {
        commit("good", "1", (int) end + 500);
        assertThat(setAside()).isNull();
        assertThat(rows(tables.refused())).isZero();
    }

    @Test
    void whatIsOnlyCheckedAtTheCommitIsFoundToo() throws SQLException {
        RealPostgres.execute("CREATE FUNCTION " + tables.qualified("never") + "() RETURNS trigger LANGUAGE plpgsql AS "
                + "'BEGIN RAISE EXCEPTION USING ERRCODE = ''check_violation'', MESSAGE = ''never''; END'");
        RealPostgres.execute("CREATE CONSTRAINT TRIGGER never AFTER INSERT ON " + tables.event()
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 'bad') EXECUTE FUNCTION "
                + tables.qualified("never") + "()");
        commit("good", "1", 1);
        commit("bad", "1", 1);
        assertThat(setAside().id()).isEqualTo("bad");
        assertThat(rows(tables.pending())).isEqualTo(1);
    }

    @Test
    void whatIsRefusedForItsPositionIsNotPutAside() throws SQLException {
        RealPostgres.execute("INSERT INTO " + tables.event() + " (position, time, recorded, topic_id, kind, id, payload)"
                + " VALUES (2, now(), now(), 1, 'event', 'by hand', '1')");
        commit("good", "1", 3);
        assertThat(setAside()).isNull();
        assertThat(rows(tables.refused())).isZero();
        assertThat(rows(tables.pending())).isEqualTo(3);
    }

    @Test
    void whatIsNoRefusalOfEventsPutsNothingAside() {
        RealPostgres.execute("CREATE FUNCTION " + tables.qualified("fail") + "() RETURNS trigger LANGUAGE plpgsql AS "
                + "'BEGIN RAISE EXCEPTION ''not now''; END'");
        RealPostgres.execute("CREATE TRIGGER fail BEFORE INSERT ON " + tables.event() + " FOR EACH ROW EXECUTE FUNCTION "
                + tables.qualified("fail") + "()");
        commit("good", "1", 3);
        assertThatThrownBy(this::setAside).isInstanceOf(SQLException.class).hasMessageContaining("not now");
        assertThat(rows(tables.refused())).isZero();
        assertThat(rows(tables.pending())).isEqualTo(3);
    }
}
