package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.tail.Tail;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class ClosingTest {

    @Test
    void cancelledReadingsAreClosedWhereverTheyAre() {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            node.journal().append("t", 1).await().atMost(Recorder.SOON);
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                recorders.add(Recorder.of(node, Subscription.to("t")));
                if (i % 2 == 0) {
                    // At once: while it asks for its beginning.
                    recorders.remove(recorders.size() - 1).cancel();
                }
            }
            recorders.forEach(Recorder::caughtUp);
            assertThat(node.node().openReadings()).isEqualTo(100);
            recorders.forEach(Recorder::cancel);
            Awaitility.await().until(() -> node.node().openReadings() == 0);
        }
    }

    @Test
    void theNodesEndEndsItsSubscribersAndIsNoOutage() {
        try (CapturedLog reading = CapturedLog.of(ReadingSources.class); CapturedLog tail = CapturedLog.of(Tail.class)) {
            TestNode node = TestNode.start(RealPostgres.freshSchema());
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                recorders.add(Recorder.of(node, Subscription.to("t" + i)));
            }
            recorders.forEach(Recorder::caughtUp);
            for (int i = 0; i < 50; i++) {
                // Some that only just begin.
                recorders.add(Recorder.of(node, Subscription.to("t" + i)));
            }
            node.close();
            for (Recorder recorder : recorders) {
                assertThatThrownBy(() -> recorder.ended().get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(JournalClosedException.class);
            }
            assertThat(node.node().openReadings()).isZero();
            Recorder late = Recorder.of(node, Subscription.to("t"));
            assertThat(late.ended()).failsWithin(Recorder.SOON).withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(JournalClosedException.class);
            assertThat(reading.warnings()).isEmpty();
            assertThat(tail.errors()).isEmpty();
        }
    }
}
