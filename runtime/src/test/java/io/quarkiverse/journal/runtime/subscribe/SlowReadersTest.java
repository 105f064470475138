package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.HistoryRange;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Many readers that stop in the middle hold little together, and go on where they stopped. */
class SlowReadersTest {

    private static final int EVENTS = 2_000;
    private static final int READERS = 20;
    private static final Runnable NOBODY = () -> {
    };
    private static final String PAYLOAD = "x".repeat(2_000);

    @Test
    void readersThatStopHoldNoMoreThanThereIsMemory() {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema(), "read.buffer-bytes", "1M", "tail.buffer-size", "16")) {
            node.journal().appendAll("t", IntStream.range(0, EVENTS).mapToObj(i -> NewEvent.of(i + PAYLOAD)).toList()).await()
                    .atMost(Duration.ofSeconds(60));
            List<Puller> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(i % 2 == 0 ? subscription(node) : history(node));
            }
            // Each has begun, and stops.
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                readers.stream().filter(reader -> reader.positions().isEmpty()).forEach(reader -> reader.poll(10));
                return readers.stream().noneMatch(reader -> reader.positions().isEmpty());
            });
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(node.node().figures().heldByReadings())
                    .isLessThan(2 << 20));

            for (Puller reader : readers) {
                await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    reader.poll(500);
                    assertThat(reader.positions().size()).as("reader %d", readers.indexOf(reader)).isEqualTo(EVENTS);
                });
            }
            readers.forEach(reader -> assertThat(reader.positions()).containsExactlyElementsOf(
                    IntStream.rangeClosed(1, EVENTS).mapToObj(Long::valueOf).toList()));
            readers.forEach(Puller::close);
            assertThat(node.node().figures().heldByReadings()).as("what readings that are closed hold").isZero();
        }
    }

    private static Puller subscription(TestNode node) {
        return new Puller(node.node().open(Subscription.to("t").withoutSentinel(), NOBODY));
    }

    private static Puller history(TestNode node) {
        HistoryRange range = new HistoryRange(EventFilter.of(Subscription.to("t")), null, null, false);
        HistoryPage first = node.node().history().page(range, Start.earliest(), null, 100).await()
                .atMost(Duration.ofSeconds(30));
        return new Puller(node.node().history().open(range, first, Long.MAX_VALUE, NOBODY));
    }

    /** Polls when the test says so, not when there is something. */
    private static final class Puller implements OnlyEvents {

        private final Reading reading;
        private final List<Long> positions = new ArrayList<>();

        Puller(Reading reading) {
            this.reading = reading;
        }

        void poll(int max) {
            reading.poll(max, this);
        }

        void close() {
            reading.close();
        }

        List<Long> positions() {
            return positions;
        }

        @Override
        public void event(StoredEvent event) {
            positions.add(event.position());
        }
    }
}
