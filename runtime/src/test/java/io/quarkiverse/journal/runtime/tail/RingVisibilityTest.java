package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.junit.jupiter.api.Test;

/**
 * Each step of the appender becomes visible to whoever looks again and again. What a field holds that is not volatile, the
 * compiler may read once and never again.
 */
class RingVisibilityTest {

    /** Who has looked for so long does so by compiled code. */
    private static final Duration COMPILED = Duration.ofMillis(200);

    private final Ring ring = new Ring(2, Long.MAX_VALUE, 0);

    @Test
    void theHead() throws InterruptedException {
        requireEnd(() -> {
            while (ring.head() == 0) {
            }
        });
    }

    @Test
    void theLowEnd() throws InterruptedException {
        requireEnd(() -> {
            while (ring.low() == 1) {
            }
        });
    }

    @Test
    void anEvent() throws InterruptedException {
        requireEnd(() -> {
            while (ring.get(3) == null) {
            }
        });
    }

    private void requireEnd(Runnable looking) throws InterruptedException {
        Thread looker = new Thread(looking);
        looker.setDaemon(true);
        looker.start();
        await().until(() -> ManagementFactory.getThreadMXBean().getThreadCpuTime(looker.getId()) > COMPILED.toNanos());
        for (long position = 1; position <= 3; position++) {
            ring.append(TestEvents.event(position));
        }
        looker.join(10_000);
        assertThat(looker.isAlive()).as("still looks").isFalse();
    }
}
