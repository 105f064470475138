package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.Subscription;

/** Parking while the tail grows: the reader sees the event, or is woken by it. */
class LostWakeUpTest {

    private static final int EVENTS = 50_000;

    @ParameterizedTest
    @ValueSource(strings = { "t", "*", "t*" })
    void aReaderThatParksWhileEventsComeReachesTheLastOne(String topic) throws Exception {
        Tail tail = new Tail(16, Long.MAX_VALUE, 0);
        TestReader reader = new TestReader(Subscription.to(topic));
        // Once at least, however quick the other thread is.
        assertThat(tail.park(reader, 0)).isTrue();
        CompletableFuture<Void> appender = CompletableFuture.runAsync(() -> {
            for (long position = 1; position <= EVENTS; position++) {
                tail.append(TestEvents.events(position, position));
            }
        });
        awaitWakeUp(reader);
        long seen = tail.head();
        while (seen < EVENTS) {
            if (tail.park(reader, seen)) {
                awaitWakeUp(reader);
            }
            seen = tail.head();
        }
        appender.get();
        assertThat(reader.woken.availablePermits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "t", "*" })
    void eventForEventBetweenTwoThreads(String topic) throws Exception {
        Tail tail = new Tail(16, Long.MAX_VALUE, 0);
        TestReader reader = new TestReader(Subscription.to(topic));
        int rounds = 20_000;
        Tail back = new Tail(16, Long.MAX_VALUE, 0);
        TestReader other = new TestReader(Subscription.to(topic));
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
            for (long position = 1; position <= rounds; position++) {
                waitFor(tail, other, position);
                back.append(TestEvents.events(position, position));
            }
        });
        for (long position = 1; position <= rounds; position++) {
            tail.append(TestEvents.events(position, position));
            waitFor(back, reader, position);
        }
        echo.get();
    }

    private static void awaitWakeUp(TestReader reader) {
        try {
            assertThat(reader.woken.tryAcquire(10, TimeUnit.SECONDS)).as("woken").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As a reading does: look, park, and look again if parking is refused. */
    private static void waitFor(Tail tail, TestReader reader, long position) {
        while (tail.head() < position) {
            if (tail.park(reader, position - 1)) {
                awaitWakeUp(reader);
            }
        }
    }
}
