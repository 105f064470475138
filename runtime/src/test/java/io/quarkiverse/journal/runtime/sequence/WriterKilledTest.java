package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * The server ends the writers' sessions at random, under load.
 */
@Timeout(120)
class WriterKilledTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = 100;

    @Test
    void losesNothingAndRepeatsNothing() throws Exception {
        String schema = RealPostgres.freshSchema();
        AtomicInteger published = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (TestNode one = TestNode.start(schema, "publish.max-backoff", "20MS", "publish.batch-size", "150");
                TestNode other = TestNode.start(schema, "publish.max-backoff", "20MS")) {
            Thread publisher = new Thread(() -> {
                while (!enough.get()) {
                    int i = published.getAndIncrement();
                    (i % 2 == 0 ? one : other).journal().publish("t", NewEvent.of(i).withIndex(i));
                }
            });
            publisher.start();
            long killed = 0;
            while (killed < KILLS) {
                killed += RealPostgres.number("SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE application_name = 'quarkus-journal writer' AND state <> 'idle' ORDER BY random() LIMIT 1) k");
            }
            enough.set(true);
            publisher.join();
            assertThat(one.journal().flush(SOON)).isTrue();
            assertThat(other.journal().flush(SOON)).isTrue();
        }
        assertThat(StoredRow.dense(schema)).hasSize(published.get()).extracting(StoredRow::index).doesNotHaveDuplicates();
    }
}
