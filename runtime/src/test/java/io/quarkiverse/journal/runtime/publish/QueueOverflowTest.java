package io.quarkiverse.journal.runtime.publish;

import static io.quarkiverse.journal.runtime.publish.Submissions.awaited;
import static io.quarkiverse.journal.runtime.publish.Submissions.ids;
import static io.quarkiverse.journal.runtime.publish.Submissions.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.config.Overflow;
import io.quarkiverse.journal.runtime.testing.CapturedLog;

@Timeout(30)
class QueueOverflowTest {

    private static PublishQueue queue(int events, Overflow overflow, long blockMillis) {
        return new PublishQueue(events, 1_000_000, overflow, Duration.ofMillis(blockMillis));
    }

    private static PublishQueue full(Overflow overflow, long blockMillis) {
        PublishQueue queue = queue(2, overflow, blockMillis);
        queue.submit(one("a"), true);
        queue.submit(one("b"), true);
        return queue;
    }

    @Test
    void blockWaitsForABoundedTimeAndThenTellsTheQueuesState() {
        PublishQueue queue = full(Overflow.BLOCK, 20);
        assertThatThrownBy(() -> queue.submit(one("c"), true)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("no room came free in 20 ms").hasMessageContaining("2 of 2 events")
                .hasMessageContaining("of 1000000 bytes").hasMessageContaining("quarkus.journal.publish.queue-size");
        assertThat(queue.figures().events()).isEqualTo(2);
    }

    @Test
    void blockGoesOnWhenTheWriterTakes() throws Exception {
        PublishQueue queue = full(Overflow.BLOCK, 20_000);
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> queue.submit(one("c"), true));
        assertThat(ids(queue.writer().take(1, 0, System.nanoTime()))).containsExactly("a");
        publisher.get(20, TimeUnit.SECONDS);
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("b", "c");
    }

    @Test
    void aThreadThatMustNotBlockFailsAtOnce() {
        PublishQueue queue = full(Overflow.BLOCK, 60_000);
        assertThatThrownBy(() -> queue.submit(one("c"), false)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("must not block");
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        PublishQueue queue = full(Overflow.BLOCK, 60_000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.submit(one("c"), true)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoWaitsForRoomWhenTheQueueClosesLearnsThat() {
        PublishQueue queue = full(Overflow.BLOCK, 60_000);
        CompletableFuture<Void> publisher = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                queue.submit(one("c"), true);
                publisher.complete(null);
            } catch (RuntimeException e) {
                publisher.completeExceptionally(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        queue.writer().close();
        assertThatThrownBy(() -> publisher.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(JournalClosedException.class);
    }

    @Test
    void failFailsAtOnce() {
        PublishQueue queue = full(Overflow.FAIL, 60_000);
        assertThatThrownBy(() -> queue.submit(one("c"), true)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("fail");
        assertThat(queue.figures().events()).isEqualTo(2);
    }

    @Test
    void dropOldestFailsTheOldestAndTakesTheNewest() throws Exception {
        PublishQueue queue = queue(2, Overflow.DROP_OLDEST, 60_000);
        CompletableFuture<Receipt> oldest = new CompletableFuture<>();
        queue.submit(awaited("a", oldest), false);
        queue.submit(one("b"), false);
        queue.submit(one("c"), false);
        assertThatThrownBy(() -> oldest.get(0, TimeUnit.SECONDS)).hasCauseInstanceOf(EventLostException.class)
                .hasMessageContaining("drop-oldest");
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("b", "c");
    }

    @Test
    void dropOldestDropsNothingThatIsBeingWritten() throws Exception {
        PublishQueue queue = full(Overflow.DROP_OLDEST, 0);
        List<Submission> taken = queue.writer().take(1, 0, System.nanoTime());
        queue.submit(one("c"), true);
        queue.submit(one("d"), true);
        assertThat(ids(taken)).containsExactly("a");
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("c", "d");
    }

    @Test
    void dropOldestWarnsOncePerOutage() throws Exception {
        try (CapturedLog log = CapturedLog.of(PublishQueue.class)) {
            PublishQueue queue = full(Overflow.DROP_OLDEST, 0);
            for (int i = 0; i < 50; i++) {
                queue.submit(one("x"), true);
                // Every batch empties the queue, which overflows again before the next one.
                if (i % 10 == 9) {
                    queue.writer().take(10, 0, System.nanoTime());
                    queue.submit(one("x"), true);
                    queue.submit(one("x"), true);
                }
            }
            assertThat(log.warnings()).singleElement().asString().contains("drop-oldest");
            queue.writer().take(10, 0, System.nanoTime());
            queue.submit(one("y"), true);
            queue.writer().take(10, 0, System.nanoTime());
            for (int i = 0; i < 3; i++) {
                queue.submit(one("z"), true);
            }
            assertThat(log.warnings()).hasSize(2);
        }
    }

    @Test
    void theBytesCountToo() {
        PublishQueue queue = new PublishQueue(1000, 600, Overflow.FAIL, Duration.ZERO);
        queue.submit(one("a"), true);
        queue.submit(one("b"), true);
        assertThatThrownBy(() -> queue.submit(one("c"), true)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("of 600 bytes");
    }

    @Test
    void whatIsLargerThanTheQueueFitsAnEmptyOne() throws Exception {
        PublishQueue queue = queue(2, Overflow.FAIL, 0);
        queue.submit(Submissions.of(5), true);
        assertThatThrownBy(() -> queue.submit(one("b"), true)).isInstanceOf(QueueFullException.class);
        assertThat(queue.writer().take(1, 0, System.nanoTime())).hasSize(1);
        queue.submit(one("b"), true);
    }

    /** A publisher that waits for room. */
    private static CompletableFuture<Void> waiting(PublishQueue queue, Submission submission) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                queue.submit(submission, true);
                accepted.complete(null);
            } catch (RuntimeException e) {
                accepted.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return accepted;
    }

    @Test
    void whoWaitsForMuchRoomIsNotPassedByThoseWhoNeedLittle() throws Exception {
        PublishQueue queue = queue(4, Overflow.BLOCK, 60_000);
        for (String id : List.of("a", "b", "c", "d")) {
            queue.submit(one(id), true);
        }
        CompletableFuture<Void> large = waiting(queue, Submissions.of(3));
        CompletableFuture<Void> small = waiting(queue, one("small"));
        queue.writer().take(1, 0, System.nanoTime());
        assertThatThrownBy(() -> queue.submit(one("must not wait"), false)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("publishers waiting for room before it: 2");
        queue.writer().take(1, 0, System.nanoTime());
        queue.writer().take(1, 0, System.nanoTime());
        large.get(20, TimeUnit.SECONDS);
        assertThat(small).isNotDone();
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("d", "many");
        small.get(20, TimeUnit.SECONDS);
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("small");
    }

    @Test
    void whatIsLargerThanTheQueueGetsItsTurnToo() throws Exception {
        PublishQueue queue = full(Overflow.BLOCK, 60_000);
        CompletableFuture<Void> oversized = waiting(queue, Submissions.of(5));
        CompletableFuture<Void> small = waiting(queue, one("small"));
        queue.writer().take(1, 0, System.nanoTime());
        assertThatThrownBy(() -> queue.submit(one("must not wait"), false)).isInstanceOf(QueueFullException.class);
        assertThat(oversized).isNotDone();
        assertThat(small).isNotDone();
        queue.writer().take(1, 0, System.nanoTime());
        oversized.get(20, TimeUnit.SECONDS);
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("many");
        small.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoGivesUpLetsThoseBehindItPass() throws Exception {
        PublishQueue queue = queue(4, Overflow.BLOCK, 60_000);
        for (String id : List.of("a", "b", "c", "d")) {
            queue.submit(one(id), true);
        }
        Thread large = new Thread(() -> assertThatThrownBy(() -> queue.submit(Submissions.of(3), true))
                .isInstanceOf(QueueFullException.class));
        large.start();
        Awaitility.await().until(() -> large.getState() == Thread.State.TIMED_WAITING);
        CompletableFuture<Void> small = waiting(queue, one("small"));
        queue.writer().take(1, 0, System.nanoTime());
        assertThat(small).isNotDone();
        large.interrupt();
        small.get(20, TimeUnit.SECONDS);
        assertThat(ids(queue.writer().take(10, 0, System.nanoTime()))).containsExactly("b", "c", "d", "small");
    }
}
