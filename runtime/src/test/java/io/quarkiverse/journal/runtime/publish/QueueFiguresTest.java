package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.runtime.config.Overflow;
import io.quarkiverse.journal.runtime.event.EventData;

class QueueFiguresTest {

    private static final EventData EVENT = new EventData("t", "event", "id", 0, null, null, null, null, null, null,
            new byte[] { '1' });
    private static final long BYTES = Submission.unattended(EVENT).weight();

    private static PublishQueue queue(Overflow overflow) {
        return new PublishQueue(2, 1_000_000, overflow, Duration.ofMillis(1));
    }

    private static Submission submission(int events) {
        return Submission.attended(Collections.nCopies(events, EVENT), new CompletableFuture<>());
    }

    @Test
    void countsEventsAndNotSubmissions() {
        PublishQueue queue = queue(Overflow.FAIL);
        queue.submit(submission(2), true);
        assertThat(queue.figures()).isEqualTo(new QueueFigures(2, 2 * BYTES, 2, 0, 0, 0));
        assertThatThrownBy(() -> queue.submit(submission(3), true)).isInstanceOf(QueueFullException.class);
        assertThat(queue.figures()).isEqualTo(new QueueFigures(2, 2 * BYTES, 2, 0, 3, 0));
    }

    @Test
    void whatIsBeingWrittenDoesNotWait() throws InterruptedException {
        PublishQueue queue = queue(Overflow.FAIL);
        queue.submit(submission(1), true);
        List<Submission> batch = queue.writer().take(10, 0, System.nanoTime());
        assertThat(queue.figures()).isEqualTo(new QueueFigures(0, 0, 1, 0, 0, 0));
        queue.writer().settled(batch, true);
        assertThat(queue.figures()).isEqualTo(new QueueFigures(0, 0, 1, 0, 0, 1));
    }

    @Test
    void aDroppedEventIsNoLostOneAndARefusedOneWasNeverAccepted() {
        PublishQueue dropping = queue(Overflow.DROP_OLDEST);
        dropping.submit(submission(1), true);
        dropping.submit(submission(1), true);
        dropping.submit(submission(2), true);
        assertThat(dropping.figures()).isEqualTo(new QueueFigures(2, 2 * BYTES, 4, 2, 0, 0));

        PublishQueue blocking = queue(Overflow.BLOCK);
        blocking.submit(submission(2), true);
        assertThatThrownBy(() -> blocking.submit(submission(1), true)).isInstanceOf(QueueFullException.class);
        assertThat(blocking.figures()).isEqualTo(new QueueFigures(2, 2 * BYTES, 2, 0, 1, 0));
    }

    @Test
    void whatIsGivenUpAtTheEndIsLost() throws InterruptedException {
        PublishQueue queue = queue(Overflow.FAIL);
        queue.submit(submission(1), true);
        queue.writer().take(10, 0, System.nanoTime());
        queue.submit(submission(2), true);
        queue.writer().abandon(null);
        assertThat(queue.figures()).isEqualTo(new QueueFigures(0, 0, 3, 0, 0, 3));
    }
}
