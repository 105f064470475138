package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** A live subscriber of a quiet topic costs its registration: no thread, no connection, no query. */
class QuietSubscribersTest {

    private static final int SUBSCRIBERS = 2_000;
    private static final int ROUNDS = 40;

    @Test
    void twoThousandOfThemCostNeitherThreadsNorQueriesWhileAnotherTopicIsBusy() throws Exception {
        String schema = RealPostgres.freshSchema();
        long begin = RealPostgres.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
        try (TestNode node = TestNode.start(schema, "tail.poll-interval", "1H", "tail.buffer-size", "64",
                "read.max-connections", "3")) {
            List<Recorder> quiet = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                quiet.add(Recorder.of(node, Subscription.to("quiet" + i % 50).since(Start.latest())));
            }
            quiet.forEach(Recorder::caughtUp);
            assertThat(node.node().openReadings()).isEqualTo(SUBSCRIBERS);
            assertThat(connections("quarkus-journal reader", begin)).isLessThanOrEqualTo(1 + 3);
            assertThat(connections("quarkus-journal writer", begin)).isLessThanOrEqualTo(1);

            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = scans(schema);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < 50; i++) {
                    node.journal().publish("busy", NewEvent.of(i));
                }
                assertThat(node.journal().flush(Recorder.SOON)).isTrue();
            }
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 20);
            // Only the tail may have read, when a notification overtook the writer.
            assertThat(scans(schema) - before).as("statements on the journal's tables").isLessThan(SUBSCRIBERS / 4);

            // 2 000 events later, far beyond the buffer: an event of one of their topics still comes from memory.
            long position = node.journal().append("quiet7", "at last").await().atMost(Recorder.SOON).last();
            for (int i = 7; i < SUBSCRIBERS; i += 50) {
                quiet.get(i).awaitExactly(position, position, any -> true);
            }
            assertThat(scans(schema) - before).as("statements on the journal's tables").isLessThan(SUBSCRIBERS / 4);
            assertThat(quiet.get(8).positions()).isEmpty();
            quiet.forEach(Recorder::cancel);
            Awaitility.await().until(() -> node.node().openReadings() == 0);
        }
    }

    /** Those of this test alone: the server may still be busy ending those of an earlier one. */
    private static long connections(String name, long begin) {
        return RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                + "AND application_name = '" + name + "' AND backend_start >= to_timestamp(" + begin + " / 1000000.0)");
    }

    /** How often any table of the journal was looked into, whoever did it. */
    private static long scans(String schema) {
        RealPostgres.execute("SELECT pg_stat_force_next_flush()");
        return RealPostgres.number("SELECT coalesce(sum(seq_scan + idx_scan), 0) FROM pg_stat_user_tables WHERE schemaname = '"
                + schema + "' AND relname = 'topic'")
                + RealPostgres.number("SELECT coalesce(sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)), 0) "
                        + "FROM pg_stat_user_tables WHERE schemaname = '" + schema + "' AND relname LIKE 'event%'");
    }
}
