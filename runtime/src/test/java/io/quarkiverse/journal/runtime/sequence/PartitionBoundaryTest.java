package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

@Timeout(120)
class PartitionBoundaryTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String[] TINY = { "partition-size", "1000" };

    private final String schema = RealPostgres.freshSchema();

    private static List<NewEvent> many(int count) {
        return Collections.nCopies(count, NewEvent.of(1).withIndex(0));
    }

    private long partitionsEnd() {
        return RealPostgres.number("SELECT max(substring(relname FROM 7)::bigint) + 1000 FROM pg_class c JOIN pg_inherits i "
                + "ON i.inhrelid = c.oid WHERE i.inhparent = '" + schema + ".event'::regclass");
    }

    @Test
    void isCrossedAndTheNextPartitionsAreThereBeforeTheyAreNeeded() throws Exception {
        try (TestNode node = TestNode.start(schema, TINY)) {
            for (int round = 1; round <= 6; round++) {
                for (int i = 0; i < 700; i++) {
                    node.journal().publish("t", NewEvent.of(i).withIndex(i));
                }
                assertThat(node.journal().flush(SOON)).isTrue();
                assertThat(partitionsEnd()).isGreaterThan(round * 700L + 500);
            }
            assertThat(StoredRow.dense(schema)).hasSize(4_200);
        }
    }

    @Test
    void isCrossedByOneAppendLargerThanSeveralPartitions() {
        try (TestNode node = TestNode.start(schema, TINY)) {
            node.journal().append("t", "first").await().atMost(SOON);
            Receipt receipt = node.journal().appendAll("t", many(5_000)).await().atMost(SOON);
            assertThat(receipt.first()).isEqualTo(2);
            assertThat(StoredRow.dense(schema)).hasSize(5_001);
        }
    }

    @Test
    void isCrossedByATransactionLargerThanSeveralPartitions() {
        try (CapturedLog log = CapturedLog.of(Sequencer.class); TestNode node = TestNode.start(schema, TINY)) {
            node.journal().append("t", "first").await().atMost(SOON);
            RealPostgres.execute("INSERT INTO " + schema + ".pending (time, topic_id, kind, id, payload) "
                    + "SELECT now(), 1, 'event', 'id', '1' FROM generate_series(1, 4000)");
            assertThat(node.journal().append("t", "last").await().atMost(SOON).first()).isEqualTo(4_002);
            assertThat(log.warnings()).as("nothing failed").isEmpty();
        }
        assertThat(StoredRow.dense(schema)).hasSize(4_002);
    }

    @Test
    void isFoundWhereAnotherNodeHasMovedIt() throws Exception {
        try (CapturedLog log = CapturedLog.of(Sequencer.class);
                TestNode idle = TestNode.start(schema, TINY);
                TestNode busy = TestNode.start(schema, TINY)) {
            idle.journal().append("t", "first").await().atMost(SOON);
            busy.journal().appendAll("t", many(4_000)).await().atMost(SOON);
            // The idle node knows a head of 1 and partitions to match; its batch begins at 4002 and ends far beyond them all.
            Receipt receipt = idle.journal().appendAll("t", many(6_000)).await().atMost(SOON);
            assertThat(receipt.first()).isEqualTo(4_002);
            assertThat(busy.journal().append("t", "last").await().atMost(SOON).first()).isEqualTo(10_002);
            assertThat(idle.journal().flush(SOON)).isTrue();
            assertThat(log.errors()).isEmpty();
            assertThat(log.warnings()).as("nothing failed").isEmpty();
        }
        assertThat(StoredRow.dense(schema)).hasSize(10_002);
    }
}
