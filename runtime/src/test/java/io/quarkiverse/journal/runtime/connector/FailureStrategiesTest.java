package io.quarkiverse.journal.runtime.connector;

import static io.quarkiverse.journal.runtime.connector.TestChannel.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class FailureStrategiesTest {

    private static final IllegalStateException CAUSE = new IllegalStateException("does not work",
            new IllegalArgumentException("since that is wrong"));

    private final String schema = RealPostgres.freshSchema();
    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(schema);
        for (int i = 1; i <= 3; i++) {
            node.journal().append("orders", NewEvent.of(i).withKey("k" + i).withHeaders(Map.of("own", "header"))).await()
                    .atMost(SOON);
        }
    }

    @AfterEach
    void close() {
        node.close();
    }

    private record TestedChannel(String name, String consumer, Config attributes, Journal journal)
            implements
                JournalFailureHandler.Channel {

        @Override
        public JournalFailureHandler strategy(String strategy) {
            return switch (strategy) {
                case "ignore" -> new IgnoreStrategy().create(this);
                case "dead-letter-topic" -> new DeadLetterStrategy().create(this);
                default -> new FailStrategy().create(this);
            };
        }
    }

    private JournalFailureHandler.Channel channel(Map<String, String> attributes) {
        return new TestedChannel("orders", "application.orders", TestChannel.config(attributes), node.journal());
    }

    private long checkpoint() {
        return RealPostgres.number("SELECT coalesce(max(position), -1) FROM " + schema + ".consumer");
    }

    private static void ack(Message<?> message) throws Exception {
        message.ack().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void nack(Message<?> message) throws Exception {
        message.nack(CAUSE).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void failStopsBeforeWhatFailed() throws Exception {
        TestChannel channel = TestChannel.open(node).request(100);
        List<Message<?>> messages = channel.await(3);
        ack(messages.get(0));
        assertThatThrownBy(() -> nack(messages.get(1))).hasRootCauseMessage("since that is wrong");
        assertThat(channel.awaitFailure()).isSameAs(CAUSE);
        Awaitility.await().atMost(SOON).until(() -> checkpoint() == 1);
        try (TestChannel again = TestChannel.open(node).request(100)) {
            again.await(2);
            assertThat(again.positions()).containsExactly(2L, 3L);
        }
        channel.close();
    }

    @Test
    void ignoreGoesOnBehindWhatFailed() throws Exception {
        TestChannel channel = TestChannel.open(node, new IgnoreStrategy().create(channel(Map.of()))).request(100);
        for (Message<?> message : channel.await(3)) {
            nack(message);
        }
        channel.stop();
        assertThat(checkpoint()).isEqualTo(3);
    }

    @Test
    void whatFailedGoesToTheDeadLetterTopicOnceWithItsReason() throws Exception {
        JournalFailureHandler strategy = new DeadLetterStrategy().create(channel(Map.of()));
        TestChannel channel = TestChannel.open(node, strategy).request(100);
        List<Message<?>> messages = channel.await(3);
        ack(messages.get(0));
        nack(messages.get(1));
        Event failed = TestChannel.event(messages.get(1));
        // As after a crash between the letter and the checkpoint.
        strategy.handle(new JournalFailureHandler.Failure(List.of(failed), CAUSE, 1)).await().atMost(SOON);
        ack(messages.get(2));
        channel.stop();
        assertThat(checkpoint()).isGreaterThanOrEqualTo(3);
        List<Event> letters = node.history("dead-letter-topic-orders");
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0)).returns(failed.payload(), Event::payload).returns("k2", Event::key);
        assertThat(letters.get(0).headers()).containsEntry("own", "header").containsEntry("dead-letter-topic", "orders")
                .containsEntry("dead-letter-position", "2").containsEntry("dead-letter-attempts", "1")
                .containsEntry("dead-letter-cursor", failed.cursor().toString())
                .containsEntry("dead-letter-reason", "java.lang.IllegalStateException: does not work")
                .containsEntry("dead-letter-cause", "java.lang.IllegalArgumentException: since that is wrong");
    }

    @Test
    void aLetterWithLongHeadersGoesWithoutThem() {
        JournalFailureHandler strategy = new DeadLetterStrategy().create(channel(Map.of("dead-letter-topic", "failed")));
        node.journal().append("long", NewEvent.of(1).withHeaders(Map.of("h", "x".repeat(8_000)))).await().atMost(SOON);
        strategy.handle(new JournalFailureHandler.Failure(node.history("long"),
                new IllegalStateException("\uD83D\uDE00".repeat(5_000)), 1)).await().atMost(SOON);
        assertThat(node.history("failed").get(0).headers()).doesNotContainKey("h").containsKey("dead-letter-reason");
    }

    @Test
    void retryDeliversAgainFirstAndThenAnotherStrategyDecides() throws Exception {
        JournalFailureHandler strategy = new RetryStrategy().create(channel(
                Map.of("retry-max-attempts", "2", "retry-delay-ms", "10", "retry-then", "ignore")));
        TestChannel channel = TestChannel.open(node, strategy).request(1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            Message<?> message = channel.await(attempt).get(attempt - 1);
            assertThat(message.getMetadata(IncomingJournalMetadata.class).orElseThrow())
                    .returns(attempt, IncomingJournalMetadata::attempt).returns(1L, IncomingJournalMetadata::position);
            nack(message);
            channel.request(1);
        }
        assertThat(TestChannel.event(channel.await(4).get(3)).position()).isEqualTo(2);
        channel.stop();
        assertThat(checkpoint()).isEqualTo(1);
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 6).mapToLong(attempts -> RetryStrategy.delay(100, 1_000, attempts)))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
        assertThat(RetryStrategy.delay(1, Long.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(1L << 30);
        assertThat(RetryStrategy.delay(0, 0, 5)).isZero();
    }

    @Test
    void wrongAttributesOfRetryAreSaidTogether() {
        assertThatThrownBy(() -> new RetryStrategy().create(channel(Map.of("retry-max-attempts", "0", "retry-delay-ms", "9",
                "retry-max-delay-ms", "1", "retry-then", "retry")))).isInstanceOf(JournalException.class)
                .hasMessageContainingAll("mp.messaging.incoming.orders.retry-max-attempts is '0'",
                        "retry-max-delay-ms is '1'", "retry-then is 'retry'");
    }

    @Test
    void aStrategyThatFailsStopsTheChannel() throws Exception {
        TestChannel channel = TestChannel.open(node, failure -> {
            throw new IllegalStateException("defect in the strategy");
        }).request(100);
        assertThatThrownBy(() -> nack(channel.await(1).get(0))).hasMessageContaining("defect in the strategy");
        assertThat(channel.awaitFailure()).hasMessageContaining("defect in the strategy");
        channel.close();
    }
}
