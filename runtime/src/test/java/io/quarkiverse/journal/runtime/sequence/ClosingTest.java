package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** A topic has one end, behind everything that was accepted before, and nothing behind it. */
@Timeout(60)
class ClosingTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String schema = RealPostgres.freshSchema();
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() {
        one = TestNode.start(schema);
        two = TestNode.start(schema);
    }

    @AfterEach
    void end() {
        one.close();
        two.close();
    }

    private static long close(TestNode node, String topic) {
        return node.journal().close(topic).await().atMost(SOON);
    }

    private static Receipt append(TestNode node, String topic) {
        return node.journal().append(topic, 1).await().atMost(SOON);
    }

    private long ends(String topic) {
        return RealPostgres.number("SELECT count(*) FROM " + schema + ".event e JOIN " + schema
                + ".topic t ON t.id = e.topic_id WHERE t.name = '" + topic + "' AND e.kind = 'end'");
    }

    private long head() {
        return RealPostgres.number("SELECT max(position) FROM " + schema + ".event");
    }

    private void assertThatPositionsAreDense() {
        assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".event")).isEqualTo(head());
    }

    @Test
    void everyCallTellsTheSameEnd() {
        append(one, "t");
        append(one, "u");
        assertThat(close(one, "t")).isEqualTo(3);
        assertThat(append(one, "u").last()).isEqualTo(4);
        assertThat(close(one, "t")).isEqualTo(3);
        assertThat(close(two, "t")).isEqualTo(3);
        assertThat(two.journal().publisher("t").close().await().atMost(SOON)).isEqualTo(3);
        assertThat(ends("t")).isEqualTo(1);
        assertThat(head()).isEqualTo(4);
    }

    @Test
    void aTopicThatIsNotThereIsCreatedAndClosed() {
        assertThat(close(one, "new")).isEqualTo(1);
        assertThatThrownBy(() -> append(two, "new")).isInstanceOf(TopicClosedException.class);
        assertThatThrownBy(() -> one.journal().close("bad name")).isInstanceOf(InvalidTopicException.class);
    }

    @Test
    void ofManyWhoCloseAtOnceOneWritesTheEnd() {
        for (int round = 0; round < 20; round++) {
            String topic = "raced-" + round;
            List<CompletableFuture<Long>> closings = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                TestNode node = i % 2 == 0 ? one : two;
                closings.add(CompletableFuture.supplyAsync(() -> close(node, topic)));
            }
            assertThat(closings.stream().map(CompletableFuture::join).distinct()).hasSize(1);
            assertThat(ends(topic)).isEqualTo(1);
        }
        assertThatPositionsAreDense();
    }

    @Test
    void whatWasPublishedBeforePrecedesTheEnd() {
        for (int i = 0; i < 5_000; i++) {
            one.journal().publish("t", i);
        }
        long end = close(one, "t");
        assertThat(end).isEqualTo(5_001);
        assertThat(two.history("t")).hasSize(5_000);
    }

    @Test
    void theNodeThatClosedRefusesAtTheCall() throws InterruptedException {
        long end = close(one, "t");
        assertThatThrownBy(() -> one.journal().publish("t", 1)).isInstanceOfSatisfying(TopicClosedException.class,
                refused -> {
                    assertThat(refused.topic()).isEqualTo("t");
                    assertThat(refused.end()).hasValue(end);
                    assertThat(refused).hasMessageContainingAll("t", "position 1");
                });
        assertThatThrownBy(() -> append(one, "t")).isInstanceOf(TopicClosedException.class);
        // Refused at the call, nothing is lost.
        assertThat(one.journal().flush(SOON)).isTrue();
        assertThat(head()).isEqualTo(1);
    }

    @Test
    void onAnotherNodeAppendFailsAndAPublishIsReportedAsLost() throws InterruptedException {
        long end = close(one, "t");
        two.journal().publish("t", 1);
        assertThatThrownBy(() -> two.journal().flush(SOON)).isInstanceOfSatisfying(FlushException.class, failure -> {
            assertThat(failure.lost()).isEqualTo(1);
            assertThat(failure).hasCauseInstanceOf(TopicClosedException.class);
            assertThat(((TopicClosedException) failure.getCause()).end()).hasValue(end);
        });
        assertThat(two.node().figures().queue().lost()).isEqualTo(1);
        // By now it knows.
        assertThatThrownBy(() -> two.journal().publish("t", 1)).isInstanceOf(TopicClosedException.class);
        assertThat(two.journal().flush(SOON)).isTrue();
    }

    @Test
    void appendOnAnotherNodeFails() throws InterruptedException {
        long end = close(one, "t");
        assertThatThrownBy(() -> append(two, "t")).isInstanceOfSatisfying(TopicClosedException.class,
                refused -> assertThat(refused.end()).hasValue(end));
        // Its caller knows: nothing was lost.
        assertThat(two.journal().flush(SOON)).isTrue();
        assertThat(head()).isEqualTo(end);
    }

    /** 3 of a batch go as arrays, 400 by COPY. */
    @ParameterizedTest
    @ValueSource(ints = { 3, 400 })
    void theRestOfABatchIsStored(int each) {
        long end = close(one, "shut");
        // Held until all are queued, so that they are one batch.
        List<CompletableFuture<Receipt>> late = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            two.journal().publish("open", i);
            late.add(two.journal().append("shut", i).subscribeAsCompletionStage());
            two.journal().publish("other", i);
        }
        assertThatThrownBy(() -> two.journal().append("shut", 0).await().atMost(SOON))
                .isInstanceOf(TopicClosedException.class);
        Receipt last = append(two, "open");
        assertThat(late).allSatisfy(receipt -> assertThatThrownBy(() -> receipt.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TopicClosedException.class));
        assertThat(last.last()).isEqualTo(end + 2 * each + 1);
        assertThatPositionsAreDense();
        List<String> expected = LongStream.range(0, each).mapToObj(Long::toString).toList();
        assertThat(two.history("other")).extracting(event -> event.payload().value()).isEqualTo(expected);
        assertThat(two.history("open")).hasSize(each + 1);
    }

    @Test
    void aRepetitionGetsItsFirstAnswerAndACondtionIsRefused() {
        AppendOptions options = AppendOptions.idempotent("k");
        List<NewEvent> events = List.of(NewEvent.of(1));
        Receipt first = one.journal().appendAll("t", events, options).await().atMost(SOON);
        long end = close(one, "t");
        for (TestNode node : List.of(one, two)) {
            Receipt again = node.journal().appendAll("t", events, options).await().atMost(SOON);
            assertThat(again.repeated()).isTrue();
            assertThat(again.first()).isEqualTo(first.first());
            assertThatThrownBy(() -> node.journal().appendAll("t", events, AppendOptions.expecting(end)).await().atMost(SOON))
                    .isInstanceOf(TopicClosedException.class);
            assertThatThrownBy(() -> node.journal().appendAll("t", events, AppendOptions.idempotent("l")).await().atMost(SOON))
                    .isInstanceOf(TopicClosedException.class);
        }
    }

    @Test
    void whateverIsPublishedWhileItIsClosedIsBeforeTheEndOrRefused() {
        for (int round = 0; round < 10; round++) {
            String topic = "busy-" + round;
            List<CompletableFuture<Long>> publishers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestNode node = i % 2 == 0 ? one : two;
                publishers.add(CompletableFuture.supplyAsync(() -> appendUntilRefused(node, topic)));
            }
            one.journal().append(topic, 0).await().atMost(SOON);
            long end = close(two, topic);
            long accepted = 1;
            for (CompletableFuture<Long> publisher : publishers) {
                accepted += publisher.join();
            }
            List<Event> stored = one.history(topic);
            assertThat(stored).hasSize((int) accepted).allSatisfy(event -> assertThat(event.position()).isLessThan(end));
        }
        assertThatPositionsAreDense();
    }

    private static long appendUntilRefused(TestNode node, String topic) {
        long accepted = 0;
        while (true) {
            try {
                append(node, topic);
                accepted++;
            } catch (TopicClosedException e) {
                return accepted;
            } catch (CompletionException e) {
                throw new AssertionError(e);
            }
        }
    }
}
