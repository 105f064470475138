package io.quarkiverse.journal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class MainJobTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void publishedEventsComeBackInOrderThenTheSentinelThenLive() throws Exception {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            for (int i = 1; i <= 5_000; i++) {
                node.journal().publish("orders", Map.of("n", i));
            }
            assertThat(node.journal().flush(SOON)).isTrue();

            LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
            var subscription = node.journal().subscribe(Subscription.to("orders")).subscribe().with(frames::add);
            for (int i = 1; i <= 5_000; i++) {
                Event event = (Event) frames.poll(20, TimeUnit.SECONDS);
                assertThat(event.position()).isEqualTo(i);
                assertThat(event.payload().value()).isEqualTo("{\"n\":" + i + "}");
            }
            assertThat(frames.poll(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(CaughtUp.class,
                    caughtUp -> assertThat(caughtUp.position()).isEqualTo(5_000));

            Receipt receipt = node.journal().append("orders", "live").await().atMost(SOON);
            assertThat(receipt.first()).isEqualTo(5_001);
            assertThat(frames.poll(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(Event.class,
                    event -> assertThat(event.cursor()).isEqualTo(receipt.cursor()));
            subscription.cancel();
        }
    }

    @Test
    void everyFieldSurvivesByEitherWayOfWriting() {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("z", "ü\n");
            headers.put("a", "😀");
            RawJson payload = new RawJson("{\"b\" : 1.00e5, \"a\":[1,  2],\"s\":\"\\u0000 é\"}");
            NewEvent full = NewEvent.of(payload).withKind("placed").withId("my-id").withKey("k\tü").withCorrelationId("c")
                    .withIndex(-3).withTime(Instant.parse("-0044-03-15T12:00:00.123456789Z")).withHeaders(headers);
            List<NewEvent> many = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                many.add(i == 0 ? full.withId("my-other-id")
                        : NewEvent.of(i).withTime(Instant.parse("+12345-01-01T00:00:00.000001Z")));
            }
            // The first way: arrays in one statement. The second: COPY.
            node.journal().append("t", full).await().atMost(SOON);
            node.journal().appendAll("t", many).await().atMost(SOON);

            List<Event> events = node.history("t");
            assertThat(events).hasSize(151);
            for (Event event : List.of(events.get(0), events.get(1))) {
                assertThat(event.kind()).isEqualTo("placed");
                assertThat(event.id()).isIn("my-id", "my-other-id");
                assertThat(event.key()).isEqualTo("k\tü");
                assertThat(event.correlationId()).isEqualTo("c");
                assertThat(event.index()).isEqualTo(-3L);
                assertThat(event.time()).isEqualTo(Instant.parse("-0044-03-15T12:00:00.123456Z"));
                assertThat(event.headers()).containsExactlyEntriesOf(headers);
                assertThat(event.payload()).isEqualTo(payload);
            }
            assertThat(events.get(150).time()).isEqualTo(Instant.parse("+12345-01-01T00:00:00.000001Z"));
            assertThat(events.stream().mapToLong(Event::position)).containsExactlyElementsOf(
                    LongStream.rangeClosed(1, 151).boxed().toList());
        }
    }
}
