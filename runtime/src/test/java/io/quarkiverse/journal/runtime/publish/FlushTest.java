package io.quarkiverse.journal.runtime.publish;

import static io.quarkiverse.journal.runtime.publish.Submissions.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.runtime.config.Overflow;

@Timeout(30)
class FlushTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final PublishQueue queue = new PublishQueue(3, 1_000_000, Overflow.DROP_OLDEST, Duration.ZERO);
    private final WriterQueue writer = queue.writer();

    private FutureTask<Boolean> flushing() {
        FutureTask<Boolean> flush = new FutureTask<>(() -> queue.flush(LONG));
        Thread thread = new Thread(flush);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return flush;
    }

    private static void lost(FutureTask<Boolean> flush, long count) {
        assertThatThrownBy(() -> flush.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOfSatisfying(FlushException.class, e -> assertThat(e.lost()).isEqualTo(count));
    }

    private void lost(long count) {
        assertThatThrownBy(() -> queue.flush(Duration.ZERO)).isInstanceOfSatisfying(FlushException.class,
                e -> assertThat(e.lost()).isEqualTo(count));
    }

    @Test
    void takenIsNotYetFlushed() throws Exception {
        assertThat(queue.flush(Duration.ZERO)).isTrue();
        queue.submit(one("a"), true);
        assertThat(queue.flush(Duration.ZERO)).isFalse();
        List<Submission> batch = writer.take(1, 0, System.nanoTime());
        assertThat(queue.flush(Duration.ofMillis(1))).isFalse();
        writer.settled(batch.get(0), false);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsPublishedAfterTheCallDoesNotProlongIt() throws Exception {
        queue.submit(one("before"), true);
        FutureTask<Boolean> flush = flushing();
        queue.submit(one("after"), true);
        List<Submission> batch = writer.take(10, 0, System.nanoTime());
        queue.submit(one("later"), true);
        writer.settled(batch.get(0), false);
        assertThat(flush.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void droppedAndRefusedEventsAreCountedExactly() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.submit(one("e"), true);
        }
        List<Submission> batch = writer.take(10, 0, System.nanoTime());
        writer.settled(batch.get(0), false);
        writer.settled(batch.get(1), true);
        assertThat(queue.flush(Duration.ZERO)).isFalse();
        writer.settled(batch.get(2), false);
        lost(3);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsLostAfterTheCallBelongsToTheNextFlush() throws Exception {
        queue.submit(one("before"), true);
        List<Submission> first = writer.take(1, 0, System.nanoTime());
        FutureTask<Boolean> flush = flushing();
        for (int i = 0; i < 5; i++) {
            queue.submit(one("after"), true);
        }
        writer.settled(first.get(0), false);
        assertThat(flush.get(20, TimeUnit.SECONDS)).isTrue();
        writer.take(10, 0, System.nanoTime()).forEach(submission -> writer.settled(submission, false));
        lost(2);
    }

    @Test
    void flushesThatOverlapEachCountWhatTheyCover() throws Exception {
        queue.submit(one("a"), true);
        FutureTask<Boolean> first = flushing();
        queue.submit(one("b"), true);
        FutureTask<Boolean> second = flushing();
        List<Submission> batch = writer.take(10, 0, System.nanoTime());
        writer.settled(batch.get(0), true);
        lost(first, 1);
        writer.settled(batch.get(1), true);
        lost(second, 2);
        lost(2);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void aFlushThatTimedOutCoversNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.submit(one("e"), true);
        }
        assertThat(queue.flush(Duration.ofMillis(1))).isFalse();
        writer.take(10, 0, System.nanoTime()).forEach(submission -> writer.settled(submission, false));
        lost(2);
    }

    /** Runs on a thread of its own, which publishes and flushes whenever it is told to. */
    private static <T> T on(ExecutorService thread, Callable<T> work) throws Exception {
        return thread.submit(work).get(20, TimeUnit.SECONDS);
    }

    private void publish(ExecutorService thread, String id) throws Exception {
        on(thread, () -> {
            queue.submit(one(id), true);
            return null;
        });
    }

    private long lossesToldTo(ExecutorService thread) throws Exception {
        return on(thread, () -> {
            try {
                assertThat(queue.flush(Duration.ZERO)).isTrue();
                return 0L;
            } catch (FlushException e) {
                return e.lost();
            }
        });
    }

    private void settleAll(boolean lost) throws Exception {
        writer.settled(writer.take(10, 0, System.nanoTime()), lost);
    }

    @Test
    void whoeverPublishedWhatWasLostHearsOfItWhoeverFlushesFirst() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            publish(one, "a");
            publish(other, "b");
            settleAll(true);
            assertThat(lossesToldTo(one)).isEqualTo(2);
            assertThat(lossesToldTo(other)).isEqualTo(2);
            assertThat(lossesToldTo(one)).as("told before").isZero();
            assertThat(lossesToldTo(other)).as("told before").isZero();
        } finally {
            one.shutdown();
            other.shutdown();
        }
    }

    @Test
    void whoFlushesForOthersHearsOfEachLossSinceItsLastFlush() throws Exception {
        ExecutorService collecting = Executors.newSingleThreadExecutor();
        ExecutorService publishing = Executors.newSingleThreadExecutor();
        try {
            assertThat(lossesToldTo(collecting)).isZero();
            publish(publishing, "a");
            settleAll(true);
            assertThat(lossesToldTo(publishing)).isEqualTo(1);
            publish(publishing, "b");
            settleAll(true);
            assertThat(lossesToldTo(publishing)).isEqualTo(1);
            assertThat(lossesToldTo(collecting)).isEqualTo(2);
        } finally {
            collecting.shutdown();
            publishing.shutdown();
        }
    }

    @Test
    void whoIsNewHearsOnlyOfWhatNobodyHasHeardOf() throws Exception {
        queue.submit(one("old"), true);
        settleAll(true);
        lost(1);
        ExecutorService fresh = Executors.newSingleThreadExecutor();
        try {
            publish(fresh, "fine");
            settleAll(false);
            assertThat(lossesToldTo(fresh)).isZero();
        } finally {
            fresh.shutdown();
        }
        queue.submit(one("untold"), true);
        settleAll(true);
        ExecutorService another = Executors.newSingleThreadExecutor();
        try {
            assertThat(lossesToldTo(another)).isEqualTo(1);
        } finally {
            another.shutdown();
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        queue.submit(one("a"), true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.flush(LONG)).isInstanceOf(InterruptedException.class);
    }
}
