package io.quarkiverse.journal.runtime.publish;

import static io.quarkiverse.journal.runtime.publish.Submissions.ids;
import static io.quarkiverse.journal.runtime.publish.Submissions.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.runtime.config.Overflow;

@Timeout(30)
class QueueEndTest {

    private final PublishQueue queue = new PublishQueue(10, 1_000_000, Overflow.BLOCK, Duration.ofSeconds(20));

    @Test
    void aClosedQueueRefusesAndStillGivesOutWhatItHas() throws Exception {
        queue.submit(one("a"), true);
        queue.close();
        assertThatThrownBy(() -> queue.submit(one("b"), true)).isInstanceOf(JournalClosedException.class);
        assertThat(queue.isDrained()).isFalse();
        assertThat(queue.awaitDrained(Duration.ZERO)).isFalse();
        List<Submission> batch = queue.take(10, Duration.ofHours(1).toNanos(), System.nanoTime());
        assertThat(ids(batch)).containsExactly("a");
        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.awaitDrained(Duration.ZERO)).as("in flight").isFalse();
        queue.settled(batch.get(0), false);
        assertThat(queue.awaitDrained(Duration.ZERO)).isTrue();
        assertThat(queue.take(10, Duration.ofHours(1).toNanos(), System.nanoTime())).isEmpty();
    }

    @Test
    void whatIsAbandonedComesInOrderAndCountsAsLost() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            queue.submit(one(id), true);
        }
        List<Submission> batch = queue.take(2, 0, System.nanoTime());
        queue.settled(batch.get(0), false);
        assertThat(ids(queue.abandon())).containsExactly("b", "c");
        assertThat(queue.isAbandoned()).isTrue();
        // The writer may still be at it: that changes nothing any more.
        assertThatCode(() -> queue.settled(batch.get(1), false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> queue.flush(Duration.ZERO)).isInstanceOfSatisfying(FlushException.class,
                e -> assertThat(e.lost()).isEqualTo(2));
        assertThat(queue.abandon()).isEmpty();
    }
}
