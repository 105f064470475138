package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.testing.CapturedLog;

class HearingTest {

    private final CapturedLog log = CapturedLog.of(Hearing.class);
    private final Hearing hearing = new Hearing(Duration.ofMillis(250), "quarkus.journal.tail.poll-interval");
    private long known;
    private long now = System.nanoTime();

    @AfterEach
    void close() {
        log.close();
    }

    /** A poll that found a head, some time after the one before. */
    private void polled(long head, long afterMillis) {
        now += TimeUnit.MILLISECONDS.toNanos(afterMillis);
        hearing.polled(known, head, now);
        known = Math.max(known, head);
    }

    private void told(long head) {
        hearing.told(head, known);
        known = Math.max(known, head);
    }

    @Test
    void isSaidOnceHoweverLongItLastsAndOnceThatItIsOver() {
        for (int head = 1; head <= 100; head++) {
            polled(head, 600);
        }
        assertThat(log.warnings()).singleElement().asString().contains("do not arrive", "250 ms",
                "quarkus.journal.tail.poll-interval", "quarkus.datasource.jdbc.url", "session mode");
        told(101);
        told(102);
        polled(103, 600);
        polled(103, 600);
        told(104);
        told(105);
        assertThat(log.infos()).as("some come through by chance").isEmpty();
        told(106);
        assertThat(log.infos()).singleElement().asString().contains("arrive again");
        told(107);
        assertThat(log.infos()).hasSize(1);
        polled(108, 600);
        polled(109, 600);
        polled(109, 600);
        assertThat(log.warnings()).hasSize(2);
    }

    @Test
    void aPollThatComesJustBeforeTheNotificationProvesNothing() {
        for (int head = 1; head <= 100; head++) {
            polled(head, 1000);
            told(head);
        }
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void aWriterThatDiedBeforeItToldProvesNothing() {
        for (int head = 1; head <= 100; head += 2) {
            polled(head, 1000);
            polled(head, 1000);
            told(head + 1);
        }
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void pollsInQuickSuccessionWaitForTheNotification() {
        for (int head = 1; head <= 100; head++) {
            polled(head, 3);
            polled(head + 1, 3);
            told(head + 1);
        }
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void aQuietJournalProvesNothing() {
        told(1);
        for (int i = 0; i < 100; i++) {
            polled(1, 1000);
        }
        assertThat(log.warnings()).isEmpty();
    }
}
