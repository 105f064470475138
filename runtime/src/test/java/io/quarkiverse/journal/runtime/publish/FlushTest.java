package io.quarkiverse.journal.runtime.publish;

import static io.quarkiverse.journal.runtime.publish.Submissions.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
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
        List<Submission> batch = queue.take(1, 0, System.nanoTime());
        assertThat(queue.flush(Duration.ofMillis(1))).isFalse();
        queue.settled(batch.get(0), false);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsPublishedAfterTheCallDoesNotProlongIt() throws Exception {
        queue.submit(one("before"), true);
        FutureTask<Boolean> flush = flushing();
        queue.submit(one("after"), true);
        List<Submission> batch = queue.take(10, 0, System.nanoTime());
        queue.submit(one("later"), true);
        queue.settled(batch.get(0), false);
        assertThat(flush.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void droppedAndRefusedEventsAreCountedExactly() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.submit(one("e"), true);
        }
        List<Submission> batch = queue.take(10, 0, System.nanoTime());
        queue.settled(batch.get(0), false);
        queue.settled(batch.get(1), true);
        assertThat(queue.flush(Duration.ZERO)).isFalse();
        queue.settled(batch.get(2), false);
        lost(3);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsLostAfterTheCallBelongsToTheNextFlush() throws Exception {
        queue.submit(one("before"), true);
        List<Submission> first = queue.take(1, 0, System.nanoTime());
        FutureTask<Boolean> flush = flushing();
        for (int i = 0; i < 5; i++) {
            queue.submit(one("after"), true);
        }
        queue.settled(first.get(0), false);
        assertThat(flush.get(20, TimeUnit.SECONDS)).isTrue();
        queue.take(10, 0, System.nanoTime()).forEach(submission -> queue.settled(submission, false));
        lost(2);
    }

    @Test
    void flushesThatOverlapEachCountWhatTheyCover() throws Exception {
        queue.submit(one("a"), true);
        FutureTask<Boolean> first = flushing();
        queue.submit(one("b"), true);
        FutureTask<Boolean> second = flushing();
        List<Submission> batch = queue.take(10, 0, System.nanoTime());
        queue.settled(batch.get(0), true);
        lost(first, 1);
        queue.settled(batch.get(1), true);
        lost(second, 2);
        assertThat(queue.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void aFlushThatTimedOutCoversNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.submit(one("e"), true);
        }
        assertThat(queue.flush(Duration.ofMillis(1))).isFalse();
        queue.take(10, 0, System.nanoTime()).forEach(submission -> queue.settled(submission, false));
        lost(2);
    }

    @Test
    void anInterruptEndsTheWait() {
        queue.submit(one("a"), true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.flush(LONG)).isInstanceOf(InterruptedException.class);
    }
}
