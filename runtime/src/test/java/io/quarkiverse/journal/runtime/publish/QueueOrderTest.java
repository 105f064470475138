package io.quarkiverse.journal.runtime.publish;

import static io.quarkiverse.journal.runtime.publish.Submissions.ids;
import static io.quarkiverse.journal.runtime.publish.Submissions.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.runtime.config.Overflow;

@Timeout(30)
class QueueOrderTest {

    private final PublishQueue queue = new PublishQueue(100, 1_000_000, Overflow.BLOCK, Duration.ofSeconds(20));
    private final WriterQueue writer = queue.writer();

    @Test
    void firstInFirstOutInBatchesOfWholeSubmissions() throws Exception {
        queue.submit(one("a"), true);
        queue.submit(Submissions.of(3), true);
        queue.submit(one("b"), true);
        assertThat(ids(writer.take(3, 0, System.nanoTime()))).containsExactly("a");
        assertThat(ids(writer.take(2, 0, System.nanoTime()))).containsExactly("many");
        assertThat(ids(writer.take(2, 0, System.nanoTime()))).containsExactly("b");
        assertThat(writer.take(2, 0, System.nanoTime())).isEmpty();
    }

    @Test
    void whatEachOfManyThreadsPublishesKeepsItsOrder() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int publisher = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    queue.submit(one(publisher + " " + i), true);
                }
            }));
        }
        threads.forEach(Thread::start);
        int[] next = new int[8];
        for (int taken = 0; taken < 8000;) {
            for (Submission submission : writer.take(7, Duration.ofSeconds(20).toNanos(), System.nanoTime())) {
                String[] id = submission.events().get(0).id().split(" ");
                assertThat(Integer.parseInt(id[1])).isEqualTo(next[Integer.parseInt(id[0])]++);
                writer.settled(submission, false);
                taken++;
            }
        }
        assertThat(queue.figures().events()).isZero();
    }

    @Test
    void settlingOutOfOrderIsADefect() throws Exception {
        queue.submit(one("a"), true);
        queue.submit(one("b"), true);
        List<Submission> batch = writer.take(2, 0, System.nanoTime());
        assertThatThrownBy(() -> writer.settled(batch.get(1), false)).isInstanceOf(IllegalStateException.class);
    }
}
