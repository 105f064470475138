package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

@Timeout(120)
class DatabaseOutageTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String schema = RealPostgres.freshSchema();

    @Test
    void keepsTheQueueGoesOnPublishingAndWarnsOnce() throws Exception {
        try (CapturedLog log = CapturedLog.of(Sequencer.class);
                CuttingProxy proxy = new CuttingProxy();
                TestNode node = TestNode.startAt(proxy.url(), schema, "publish.max-backoff", "100MS")) {
            int published = 0;
            for (int outage = 1; outage <= 2; outage++) {
                node.journal().append("t", NewEvent.of("up").withIndex(published++)).await().atMost(SOON);
                proxy.refuse();
                for (int i = 0; i < 2_000; i++) {
                    node.journal().publish("t", NewEvent.of(i).withIndex(published++));
                }
                int warnings = outage;
                Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(log.warnings()).hasSize(warnings));
                assertThat(node.journal().flush(Duration.ofMillis(500))).as("while the database is away").isFalse();
                proxy.resume();
                assertThat(node.journal().flush(SOON)).isTrue();
                assertThat(log.warnings()).hasSize(outage);
            }
            assertThat(log.errors()).isEmpty();
            assertThat(StoredRow.dense(schema)).hasSize(published).extracting(StoredRow::index).isSorted();
        }
    }

    @Test
    void atShutdownTellsHowManyAreLostAndFailsTheirReceipts() {
        try (CapturedLog log = CapturedLog.of(JournalNode.class);
                CuttingProxy proxy = new CuttingProxy()) {
            TestNode node = TestNode.startAt(proxy.url(), schema, "publish.shutdown-timeout", "200MS");
            node.journal().append("t", "before").await().atMost(SOON);
            proxy.refuse();
            for (int i = 0; i < 10; i++) {
                node.journal().publish("t", i);
            }
            CompletableFuture<Receipt> awaited = node.journal().append("t", "awaited").subscribeAsCompletionStage();
            node.close();
            assertThat(log.errors()).singleElement().asString().contains("11 events").contains("shutdown-timeout");
            assertThatThrownBy(() -> awaited.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(EventLostException.class)
                    .hasMessageContaining("ended");
        }
    }
}
