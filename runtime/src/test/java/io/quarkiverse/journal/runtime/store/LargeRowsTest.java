package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Batches of rows that are small and large, and more than a buffer together, are stored as they were given. */
class LargeRowsTest {

    private static final int EVENTS = 600;
    private static final int LARGEST = 20_000;

    @Test
    void storesEachValueWhole() {
        Random random = new Random(7);
        List<String> payloads = new ArrayList<>();
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String payload = '"' + Character.toString('a' + i % 26).repeat(random.nextInt(LARGEST)) + i + '"';
            payloads.add(payload);
            events.add(NewEvent.of(new RawJson(payload)).withKey("k" + i));
        }
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            for (int round = 0; round < 2; round++) {
                String topic = "t" + round;
                node.journal().appendAll(topic, events).await().atMost(Duration.ofSeconds(60));
                List<Event> stored = node.history(topic);
                assertThat(stored).extracting(event -> event.payload().value()).containsExactlyElementsOf(payloads);
                assertThat(stored.get(EVENTS - 1).key()).isEqualTo("k" + (EVENTS - 1));
                assertThat(stored.get(EVENTS - 1).position() - stored.get(0).position()).isEqualTo(EVENTS - 1);
            }
        }
    }
}
