package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** What a pooler in transaction mode makes of LISTEN: polls find what others write, and the operator is told once. */
@Timeout(60)
class WithoutNotificationsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static void append(TestNode node) {
        node.journal().append("t", 1).await().atMost(SOON);
    }

    private static TestNode behind(CuttingProxy proxy, String schema) {
        return TestNode.startAt(proxy.url(), schema, "tail.poll-interval", "20MS");
    }

    @Test
    void eventsComeByPollingAndItIsSaidOnceUntilTheyAreHeardOfAgain() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (CapturedLog log = CapturedLog.of(Hearing.class);
                CuttingProxy proxy = new CuttingProxy();
                TestNode other = TestNode.start(schema)) {
            proxy.dropNotifications(true);
            try (TestNode deaf = behind(proxy, schema)) {
                await().atMost(SOON).until(() -> {
                    append(other);
                    return !log.warnings().isEmpty();
                });
                append(other);
                long head = other.node().figures().head();
                await().atMost(SOON).until(() -> deaf.node().figures().head() == head);
                assertThat(log.warnings()).singleElement().asString().contains("20 ms", "quarkus.journal.tail.poll-interval");

                proxy.dropNotifications(false);
                await().atMost(SOON).until(() -> {
                    append(other);
                    return !log.infos().isEmpty();
                });
                assertThat(log.warnings()).hasSize(1);
            }
        }
    }

    @Test
    void whereListenIsRefusedTheNodeFollowsByPolling() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (CapturedLog log = CapturedLog.of(Hearing.class);
                CuttingProxy proxy = new CuttingProxy();
                TestNode other = TestNode.start(schema)) {
            proxy.refuseListen();
            try (TestNode deaf = behind(proxy, schema)) {
                append(other);
                await().atMost(SOON).until(() -> deaf.node().figures().head() == 1);
                assertThat(deaf.node().isDatabaseAway()).isFalse();
                assertThat(log.warnings()).singleElement().asString().contains("LISTEN was refused");
            }
        }
    }

    @Test
    void whereNotificationsArriveNothingIsSaid() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (CapturedLog log = CapturedLog.of(Hearing.class);
                CuttingProxy proxy = new CuttingProxy();
                TestNode other = TestNode.start(schema);
                TestNode hearing = behind(proxy, schema)) {
            for (int i = 0; i < 500; i++) {
                append(other);
            }
            long head = other.node().figures().head();
            await().atMost(SOON).until(() -> hearing.node().figures().head() == head);
            assertThat(log.warnings()).isEmpty();
        }
    }
}
