package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.tail.TailFollower;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** The database goes away in the middle of replays: they go on afterwards, and one warning says so. */
class OutageTest {

    private static final int EVENTS = 5_000;

    @Test
    void replaysGoOnAfterTheOutageWithOneWarning() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (TestNode writer = TestNode.start(schema)) {
            for (int i = 0; i < EVENTS; i++) {
                writer.journal().publish("t", NewEvent.of(i));
            }
            assertThat(writer.journal().flush(Recorder.SOON)).isTrue();
            try (CuttingProxy proxy = new CuttingProxy();
                    CapturedLog reading = CapturedLog.of(ReadingSources.class);
                    CapturedLog tail = CapturedLog.of(TailFollower.class);
                    TestNode node = TestNode.startAt(proxy.url(), schema, "read.page-size", "10", "tail.poll-interval",
                            "100MS")) {
                Recorder one = Recorder.of(node, Subscription.to("t"), 5).awaitEvents(50);
                Recorder two = Recorder.of(node, Subscription.to("t"), 7).awaitEvents(50);
                proxy.refuse();
                Awaitility.await().until(() -> !reading.warnings().isEmpty() && !tail.warnings().isEmpty());
                assertThat(one.isCaughtUp()).isFalse();
                Recorder during = Recorder.of(node, Subscription.to("t"));
                writer.journal().append("t", "while it is away").await().atMost(Recorder.SOON);
                proxy.resume();
                one.awaitExactly(1, EVENTS + 1, position -> true);
                two.awaitExactly(1, EVENTS + 1, position -> true);
                during.awaitExactly(1, EVENTS + 1, position -> true);
                assertThat(during.caughtUp().position()).isEqualTo(EVENTS + 1);
                assertThat(one.caughtUp().position()).isEqualTo(EVENTS);
                assertThat(reading.warnings()).hasSize(1);
                assertThat(tail.warnings()).hasSize(1);
                one.cancel();
                two.cancel();
                during.cancel();
            }
        }
    }
}
