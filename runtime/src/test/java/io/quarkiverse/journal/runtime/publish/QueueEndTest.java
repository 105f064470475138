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
    private final WriterQueue writer = queue.writer();

    @Test
    void aClosedQueueRefusesAndStillGivesOutWhatItHas() throws Exception {
        queue.submit(one("a"), true);
        writer.close();
        assertThatThrownBy(() -> queue.submit(one("b"), true)).isInstanceOf(JournalClosedException.class);
        assertThat(writer.isDrained()).isFalse();
        assertThat(writer.awaitDrained(Duration.ZERO)).isFalse();
        List<Submission> batch = writer.take(10, Duration.ofHours(1).toNanos(), System.nanoTime());
        assertThat(ids(batch)).containsExactly("a");
        assertThat(writer.isDrained()).isTrue();
        assertThat(writer.awaitDrained(Duration.ZERO)).as("in flight").isFalse();
        writer.settled(batch.get(0), false);
        assertThat(writer.awaitDrained(Duration.ZERO)).isTrue();
        assertThat(writer.take(10, Duration.ofHours(1).toNanos(), System.nanoTime())).isEmpty();
    }

    @Test
    void whatIsAbandonedComesInOrderAndCountsAsLost() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            queue.submit(one(id), true);
        }
        List<Submission> batch = writer.take(2, 0, System.nanoTime());
        writer.settled(batch.get(0), false);
        assertThat(ids(writer.abandon(null))).containsExactly("b", "c");
        assertThat(writer.isAbandoned()).isTrue();
        // The writer may still be at it: that changes nothing any more.
        assertThatCode(() -> writer.settled(batch.get(1), false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> queue.flush(Duration.ZERO)).isInstanceOfSatisfying(FlushException.class,
                e -> assertThat(e.lost()).isEqualTo(2));
        assertThat(writer.abandon(null)).isEmpty();
    }
}
