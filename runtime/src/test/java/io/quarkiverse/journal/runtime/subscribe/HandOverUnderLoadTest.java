package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Eight threads publish while subscribers attach and leave, a thousand times: no gap, no duplicate, one sentinel each. */
class HandOverUnderLoadTest {

    private static final int PUBLISHERS = 8;
    private static final int SUBSCRIBERS = 8;
    private static final int VISITS = 125;

    @Test
    void nothingIsLostOrDoubledWhileSubscribersComeAndGo() throws Exception {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema(), "tail.buffer-size", "512", "read.page-size", "200")) {
            AtomicBoolean enough = new AtomicBoolean();
            ExecutorService threads = Executors.newCachedThreadPool();
            Recorder all = Recorder.of(node, Subscription.toAll());
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String topic = "topic" + i;
                publishers.add(threads.submit(() -> {
                    while (!enough.get()) {
                        node.journal().append(topic, NewEvent.of(1).withKind("a")).await().atMost(Recorder.SOON);
                        node.journal().publish(topic, NewEvent.of(2).withKind("b"));
                    }
                }));
            }
            AtomicInteger visits = new AtomicInteger();
            List<Future<?>> subscribers = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                int number = i;
                subscribers.add(threads.submit(() -> {
                    for (int visit = 0; visit < VISITS; visit++) {
                        visit(node, number * VISITS + visit);
                        visits.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> subscriber : subscribers) {
                subscriber.get();
            }
            enough.set(true);
            for (Future<?> publisher : publishers) {
                publisher.get();
            }
            assertThat(node.journal().flush(Recorder.SOON)).isTrue();
            long head = node.journal().append("topic0", 0).await().atMost(Recorder.SOON).last();
            all.awaitExactly(1, head, position -> true);
            all.cancel();
            assertThat(visits).hasValue(1_000);
            Awaitility.await().until(() -> node.node().openReadings() == 0);
            threads.shutdown();
        }
    }

    /** Comes a little before the end, stays until it has seen something live that was appended after its sentinel, leaves. */
    private static void visit(TestNode node, int number) {
        Receipt before = node.journal().append("visits", number).await().atMost(Recorder.SOON);
        long start = Math.max(0, before.last() - number % 700);
        Recorder recorder = Recorder.of(node, Subscription.toAll().since(Start.after(start)),
                number % 3 == 0 ? 1 + number % 5 : Long.MAX_VALUE);
        assertThat(recorder.caughtUp().position()).as("covers what was committed before").isGreaterThanOrEqualTo(before.last());
        Receipt after = node.journal().append("visits", number).await().atMost(Recorder.SOON);
        recorder.awaitEvents((int) (after.last() - start));
        recorder.cancel();
        List<Long> positions = recorder.positions();
        assertThat(positions).isEqualTo(LongStream.rangeClosed(start + 1, start + positions.size()).boxed().toList());
    }
}
