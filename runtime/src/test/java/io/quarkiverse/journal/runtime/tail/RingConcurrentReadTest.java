package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/** Readers take no lock: whatever the appender does meanwhile, they find the event that they want, or nothing. */
class RingConcurrentReadTest {

    private static final int EVENTS = 400_000;

    @Test
    void readersNeverSeeAnotherEventThanTheyWant() throws Exception {
        Ring ring = new Ring(8, Long.MAX_VALUE, 0);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            Callable<Long> reader = () -> {
                long found = 0;
                long position = 1;
                while (ring.head() < EVENTS) {
                    long head = ring.head();
                    StoredEvent event = ring.get(position);
                    if (event != null) {
                        assertThat(event.position()).isEqualTo(position);
                        found++;
                        position++;
                    } else if (position <= head) {
                        long low = ring.low();
                        assertThat(position).as("the head was at %s, so this was evicted, and the low end says so", head)
                                .isLessThan(low);
                        position = low;
                    }
                }
                return found;
            };
            readers.add(threads.submit(reader));
            readers.add(threads.submit(reader));
            for (long position = 1; position <= EVENTS; position++) {
                if (position % 1_000 == 0) {
                    ring.skipTo(position);
                } else {
                    ring.append(TestEvents.event(position));
                }
            }
            for (Future<Long> found : readers) {
                assertThat(found.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
