package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** The journal is the buffer: whoever is slow reads from PostgreSQL again, and nobody waits for it. */
class FallingBehindTest {

    @Test
    void aSubscriberThatPausedWhileTheBufferMovedOnMissesNothing() throws Exception {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema(), "tail.buffer-size", "16", "read.page-size", "50")) {
            Pausing slow = new Pausing();
            node.journal().subscribe(Subscription.to("t")).subscribe().withSubscriber(slow);
            slow.subscribed.await();
            slow.subscription.request(1);
            assertThat(slow.frames.poll(30, TimeUnit.SECONDS)).isInstanceOf(CaughtUp.class);
            Recorder fast = Recorder.of(node, Subscription.to("t"));
            long next = 1;
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 500; i++) {
                    node.journal().publish("t", NewEvent.of(i));
                }
                assertThat(node.journal().flush(Recorder.SOON)).isTrue();
                fast.awaitExactly(1, 500L * (round + 1), position -> true);
                assertThat(slow.frames).as("nothing beyond the demand").isEmpty();
                for (int i = 0; i < 300; i++) {
                    slow.subscription.request(1);
                    assertThat(slow.frames.poll(30, TimeUnit.SECONDS)).isInstanceOf(Event.class)
                            .extracting(frame -> ((Event) frame).position()).isEqualTo(next++);
                }
            }
            slow.subscription.request(Long.MAX_VALUE);
            while (next <= 2_500) {
                assertThat(slow.frames.poll(30, TimeUnit.SECONDS)).extracting(frame -> ((Event) frame).position())
                        .isEqualTo(next++);
            }
            node.journal().append("t", "live again").await().atMost(Recorder.SOON);
            assertThat(slow.frames.poll(30, TimeUnit.SECONDS)).extracting(frame -> ((Event) frame).position())
                    .isEqualTo(2_501L);
            slow.subscription.cancel();
            fast.cancel();
        }
    }

    private static final class Pausing implements Flow.Subscriber<Frame> {

        private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            subscribed.countDown();
        }

        @Override
        public void onNext(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("A live subscription does not complete");
        }
    }
}
