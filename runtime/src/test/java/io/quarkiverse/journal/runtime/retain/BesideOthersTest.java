package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.NEVER;
import static io.quarkiverse.journal.runtime.retain.Trimming.SMALL;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.awaitKept;
import static io.quarkiverse.journal.runtime.retain.Trimming.floor;
import static io.quarkiverse.journal.runtime.retain.Trimming.kept;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static io.quarkiverse.journal.runtime.retain.Trimming.partitions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Writers, readers with long snapshots, other nodes, and nodes that died half way. */
class BesideOthersTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void aLongSnapshotNeitherWaitsNorHoldsUpWritersAndReaders() throws SQLException {
        try (Connection snapshot = RealPostgres.connect(); Statement statement = snapshot.createStatement()) {
            try (TestNode node = node(schema, NEVER)) {
                append(node, "t", 2_500);
            }
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '1ms'");
            assertThat(count(statement)).isEqualTo(2_500);
            try (TestNode node = node(schema, SMALL, "retention.max-events", "100")) {
                await().atMost(SOON).until(() -> halfDetached() == 1);
                assertThat(count(statement)).isEqualTo(2_500);
                // Through several partitions, so that some are made while one is half detached.
                append(node, "t", 4_000);
                FrameRecorder reader = FrameRecorder.of(node, Subscription.to("t").since(Start.after(5)));
                assertThat(reader.gaps()).hasSize(1);
                assertThat(reader.positions()).endsWith(6_500L);
                assertThat(count(statement)).isEqualTo(2_500);
                statement.execute("COMMIT");
                awaitKept(schema, 100);
                await().atMost(SOON).until(() -> partitions(schema) <= 3 && halfDetached() == 0);
            }
        }
    }

    private int count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + schema + ".event")) {
            row.next();
            return row.getInt(1);
        }
    }

    private long halfDetached() {
        return RealPostgres.number("SELECT count(*) FROM pg_inherits WHERE inhparent = '" + schema
                + ".event'::regclass AND inhdetachpending");
    }

    @Test
    void whatADeadNodeLeftHalfDetachedIsFinished() throws SQLException {
        try (TestNode node = node(schema, NEVER)) {
            append(node, "t", 2_500);
        }
        mark("event_1");
        try (Connection snapshot = RealPostgres.connect(); Statement statement = snapshot.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            count(statement);
            try (Connection dying = RealPostgres.connect(); Statement detach = dying.createStatement()) {
                detach.execute("SET lock_timeout = '100ms'");
                assertThatThrownBy(() -> detach.execute("ALTER TABLE " + schema + ".event DETACH PARTITION " + schema
                        + ".event_1 CONCURRENTLY")).isInstanceOf(SQLException.class);
            }
        }
        assertThat(halfDetached()).isEqualTo(1);
        try (TestNode node = node(schema, SMALL)) {
            await().atMost(SOON).until(() -> halfDetached() == 0 && !exists("event_1"));
            assertThat(kept(schema)).isEqualTo(1_500);
        }
    }

    /** A table that an operator has detached is the operator's. */
    @Test
    void onlyWhatRetentionHasDetachedIsDropped() {
        try (TestNode node = node(schema, NEVER)) {
            append(node, "t", 2_500);
        }
        mark("event_1");
        RealPostgres.execute("ALTER TABLE " + schema + ".event DETACH PARTITION " + schema + ".event_1 CONCURRENTLY");
        RealPostgres.execute("ALTER TABLE " + schema + ".event DETACH PARTITION " + schema + ".event_1001 CONCURRENTLY");
        try (TestNode node = node(schema, SMALL)) {
            await().atMost(SOON).until(() -> !exists("event_1"));
            append(node, "t", 1);
            assertThat(exists("event_1001")).isTrue();
        }
    }

    private void mark(String partition) {
        RealPostgres.execute("COMMENT ON TABLE " + schema + "." + partition
                + " IS 'quarkus-journal: removed by retention, to be dropped'");
    }

    private boolean exists(String table) {
        return RealPostgres.number("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '" + schema + "' AND c.relname = '" + table + "'") == 1;
    }

    /** It died after the topics' floors, before readers could know and before anything was removed. */
    @Test
    void floorsOfADeadNodeAreToldOfBeforeTheirEventsAreRemoved() {
        try (TestNode node = node(schema, NEVER)) {
            append(node, "t", 100);
        }
        RealPostgres.execute("UPDATE " + schema + ".topic SET floor = 60, trimmed = 1");
        assertThat(RealPostgres.number("SELECT trims FROM " + schema + ".log")).isZero();
        try (TestNode node = node(schema, SMALL)) {
            awaitKept(schema, 40);
            assertThat(FrameRecorder.of(node, Subscription.to("t").since(Start.after(3))).gaps())
                    .containsExactly(new Gap(Gap.Reason.TRUNCATED, 3, 61));
        }
    }

    @Test
    void oneSessionOfAllNodesRemoves() throws SQLException {
        try (TestNode one = node(schema, SMALL, "retention.max-events", "10");
                TestNode other = node(schema, SMALL, "retention.max-events", "10")) {
            try (Connection dying = RealPostgres.connect(); Statement statement = dying.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(hashtext('quarkus-journal retention " + schema + "'))");
                append(one, "t", 100);
                long looked = statements();
                // Whoever ignored the lock would have removed by then.
                await().atMost(SOON).until(() -> statements() > looked + 20);
                assertThat(kept(schema)).isEqualTo(100);
            }
            awaitKept(schema, 10);
            await().atMost(SOON).until(() -> one.node().figures().retention().removedEvents()
                    + other.node().figures().retention().removedEvents() == 90);
            assertThat(floor(schema, "t")).isEqualTo(90);
        }
    }

    private static long statements() {
        return RealPostgres.number("SELECT sum(xact_commit) FROM pg_stat_database WHERE datname = current_database()");
    }
}
