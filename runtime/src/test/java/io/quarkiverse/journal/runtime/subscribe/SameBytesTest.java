package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** An event's JSON: from the writer's memory, from a page, from another node's tail, and for either way of writing. */
class SameBytesTest {

    @Test
    void fromMemoryFromAPageAndOnAnotherNode() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (TestNode one = TestNode.start(schema); TestNode other = TestNode.start(schema)) {
            Lines live = new Lines(one, Subscription.toAll());
            Lines liveElsewhere = new Lines(other, Subscription.toAll());
            live.awaitSentinel();
            liveElsewhere.awaitSentinel();
            for (NewEvent event : events()) {
                one.journal().append("t", event).await().atMost(Recorder.SOON);
            }
            List<NewEvent> many = new ArrayList<>(events());
            while (many.size() < 150) {
                many.add(NewEvent.of(many.size()));
            }
            many.set(0, many.get(0).withId("my-other-id"));
            one.journal().appendAll("t", many).await().atMost(Recorder.SOON);
            int count = events().size() + many.size();
            List<String> fromMemory = live.await(count);
            assertThat(liveElsewhere.await(count)).isEqualTo(fromMemory);
            try (TestNode later = TestNode.start(schema)) {
                assertThat(new Lines(later, Subscription.toAll().since(Start.earliest())).await(count)).isEqualTo(fromMemory);
            }
            assertThat(fromMemory.get(0)).contains("\"payload\":{\"b\" : 1.00e5, \"a\":[1,  2],\"s\":\"\\u0000 é\"}")
                    .contains("\"time\":\"-0044-03-15T12:00:00.123456Z\"");
        }
    }

    private static List<NewEvent> events() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "ü\n\u2028");
        headers.put("a", "😀\"\\");
        NewEvent full = NewEvent.of(new RawJson("{\"b\" : 1.00e5, \"a\":[1,  2],\"s\":\"\\u0000 é\"}")).withKind("placed")
                .withId("my-id").withKey("k\tü😀").withCorrelationId("c").withIndex(-3)
                .withTime(Instant.parse("-0044-03-15T12:00:00.123456789Z")).withHeaders(headers);
        return List.of(full, NewEvent.of(null), NewEvent.of("text\n"), NewEvent.of(List.of(1, 2.50, "x")),
                NewEvent.of(1).withTime(Instant.parse("+12345-01-01T00:00:00.000001Z")).withIndex(Long.MIN_VALUE),
                NewEvent.of(new RawJson("12345678901234567890.10")).withTime(Instant.parse("1999-12-31T23:59:59.999999Z")));
    }

    /** Reads a reading to its end again and again, as a stream does. */
    private static final class Lines implements OnlyEvents {

        private final List<String> lines = new ArrayList<>();
        private final Semaphore signals = new Semaphore(1);
        private final Reading reading;
        private boolean caughtUp;

        Lines(TestNode node, Subscription subscription) {
            reading = node.node().open(subscription, signals::release);
        }

        void awaitSentinel() throws InterruptedException {
            while (!caughtUp) {
                poll();
            }
        }

        List<String> await(int count) throws InterruptedException {
            while (lines.size() < count) {
                poll();
            }
            reading.close();
            return lines;
        }

        private void poll() throws InterruptedException {
            assertThat(signals.tryAcquire(30, TimeUnit.SECONDS)).as("%s lines so far", lines.size()).isTrue();
            Poll poll;
            do {
                poll = reading.poll(10, this);
            } while (poll == Poll.MORE);
        }

        @Override
        public void event(StoredEvent event) {
            lines.add(new String(event.json(), StandardCharsets.UTF_8));
        }

        @Override
        public void caughtUp(CaughtUp sentinel) {
            caughtUp = true;
        }
    }
}
