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
        long begin = now();
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
            long quietSince = now();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < 50; i++) {
                    node.journal().publish("busy", NewEvent.of(i));
                }
                assertThat(node.journal().flush(Recorder.SOON)).isTrue();
            }
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 20);
            assertThat(readersThatRead(begin, quietSince)).as("the tail's connection, and no other").isLessThanOrEqualTo(1);

            // 2 000 events later, far beyond the buffer: an event of one of their topics still comes from memory.
            long position = node.journal().append("quiet7", "at last").await().atMost(Recorder.SOON).last();
            for (int i = 7; i < SUBSCRIBERS; i += 50) {
                quiet.get(i).awaitExactly(position, position, any -> true);
            }
            assertThat(readersThatRead(begin, quietSince)).as("the tail's connection, and no other").isLessThanOrEqualTo(1);
            assertThat(quiet.get(8).positions()).isEmpty();
            quiet.forEach(Recorder::cancel);
            Awaitility.await().until(() -> node.node().openReadings() == 0);
        }
    }

    private static long now() {
        return RealPostgres.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
    }

    private static long readersThatRead(long begin, long since) {
        return connections("quarkus-journal reader' AND query_start >= to_timestamp(" + since
                + " / 1000000.0) AND application_name <> '", begin);
    }

    /** Those of this test alone: the server may still be busy ending those of an earlier one. */
    private static long connections(String name, long begin) {
        return RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                + "AND backend_start >= to_timestamp(" + begin + " / 1000000.0) AND application_name = '" + name + "'");
    }
}
