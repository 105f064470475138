package io.quarkiverse.journal.runtime.connector;

import static io.quarkiverse.journal.runtime.connector.TestChannel.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.GapException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Checkpoints, where a channel begins, and whose a consumer is. */
class DurableConsumerTest {

    private static final String NEVER = "3600000";

    private final String schema = RealPostgres.freshSchema();
    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(schema);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void publish(int count) {
        Receipt last = null;
        for (int i = 0; i < count; i++) {
            last = node.journal().append("orders", i).await().atMost(SOON);
        }
        assertThat(last).isNotNull();
    }

    private long checkpoint() {
        return RealPostgres.number("SELECT coalesce(max(position), -1) FROM " + schema + ".consumer");
    }

    private static void ack(Message<?> message) throws Exception {
        message.ack().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aConsumerGoesOnBehindThePrefixThatItProcessed() throws Exception {
        publish(5);
        TestChannel first = TestChannel.open(node).request(100);
        List<Message<?>> messages = first.await(5);
        ack(messages.get(0));
        ack(messages.get(1));
        // 3 is not processed, 4 and 5 are.
        ack(messages.get(3));
        ack(messages.get(4));
        first.stop();
        assertThat(checkpoint()).isEqualTo(2);
        try (TestChannel second = TestChannel.open(node).request(100)) {
            second.await(3);
            assertThat(second.positions()).containsExactly(3L, 4L, 5L);
        }
    }

    @Test
    void throttledMovesTheCheckpointByItself() throws Exception {
        publish(3);
        try (TestChannel channel = TestChannel.open(node, "auto.commit.interval.ms", "20").request(100)) {
            List<Message<?>> messages = channel.await(3);
            ack(messages.get(1));
            ack(messages.get(0));
            Awaitility.await().atMost(SOON).until(() -> checkpoint() == 2);
            ack(messages.get(2));
            Awaitility.await().atMost(SOON).until(() -> checkpoint() == 3);
        }
    }

    @Test
    void eachMovesTheCheckpointBeforeTheMessageCountsAsAcknowledged() throws Exception {
        publish(3);
        try (TestChannel channel = TestChannel.open(node, "commit-strategy", "each").request(100)) {
            List<Message<?>> messages = channel.await(3);
            ack(messages.get(0));
            assertThat(checkpoint()).isEqualTo(1);
            ack(messages.get(2));
            assertThat(checkpoint()).isEqualTo(1);
            ack(messages.get(1));
            assertThat(checkpoint()).isEqualTo(3);
        }
    }

    @Test
    void ignoreHasNoConsumerAndBeginsAtTheEnd() {
        publish(3);
        try (TestChannel channel = TestChannel.open(node, "commit-strategy", "ignore", "emit-sentinel", "true").request(100)) {
            assertThat(channel.await(1)).hasSize(1).allMatch(TestChannel::isSentinel);
            publish(1);
            channel.await(2);
            assertThat(channel.positions()).containsExactly(4L);
            assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".consumer")).isZero();
        }
    }

    @Test
    void sinceAppliesOnlyWithoutACheckpoint() throws Exception {
        publish(3);
        TestChannel first = TestChannel.open(node, "since", "1").request(100);
        List<Message<?>> messages = first.await(2);
        assertThat(first.positions()).containsExactly(2L, 3L);
        ack(messages.get(0));
        first.stop();
        for (String since : List.of("earliest", "latest", "1", "checkpoint", "2020-01-01T00:00:00Z")) {
            TestChannel next = TestChannel.open(node, "since", since).request(100);
            next.await(1);
            assertThat(next.positions()).as(since).containsExactly(3L);
            next.stop();
        }
    }

    @Test
    void sinceWithoutACheckpoint() {
        publish(3);
        assertBegins("earliest", 1, 2, 3, 4);
        assertBegins("checkpoint", 1, 2, 3, 4, 5);
        assertBegins("latest", 6);
        assertBegins("4", 5, 6, 7);
        assertBegins(TestChannel.event(messageAt(6)).cursor().toString(), 7, 8);
        assertBegins("2999-01-01T00:00:00Z");
    }

    @Test
    void whoBeginsAtTheEndMissesNothingWhenItDiesBeforeItsFirstCheckpoint() throws Exception {
        publish(3);
        TestChannel first = TestChannel.open(node, "since", "latest", "commit-strategy", "each").request(100);
        Awaitility.await().atMost(SOON).until(() -> checkpoint() == 3);
        publish(1);
        first.await(1);
        first.stop();
        publish(1);
        try (TestChannel second = TestChannel.open(node, "since", "latest", "commit-strategy", "each").request(100)) {
            second.await(2);
            assertThat(second.positions()).containsExactly(4L, 5L);
        }
    }

    private Message<?> messageAt(int position) {
        try (TestChannel all = TestChannel.open(node, "consumer", "all", "auto.commit.interval.ms", NEVER).request(100)) {
            return all.await(position).get(position - 1);
        }
    }

    /** One event is published after the channel has caught up. */
    private void assertBegins(String since, long... expected) {
        try (TestChannel channel = TestChannel.open(node, "since", since, "consumer", "c" + System.nanoTime(), "emit-sentinel",
                "true").request(100)) {
            Awaitility.await().atMost(SOON).until(() -> channel.messages().stream().anyMatch(TestChannel::isSentinel));
            publish(1);
            if (expected.length > 0) {
                channel.await(expected.length + 1);
            }
            assertThat(channel.positions()).as(since).containsExactly(java.util.Arrays.stream(expected).boxed()
                    .toArray(Long[]::new));
        }
    }

    @Test
    void theSentinelMovesThePlaceOverWhatDoesNotMatch() throws Exception {
        publish(5);
        TestChannel channel = TestChannel.open(node, "kinds", "other", "emit-sentinel", "true").request(100);
        Message<?> sentinel = channel.await(1).get(0);
        assertThat(sentinel.getPayload()).isNull();
        ack(sentinel);
        channel.stop();
        assertThat(checkpoint()).isEqualTo(5);
    }

    @Test
    void oneNodeAtATimeReadsForAConsumer() throws Exception {
        publish(2);
        TestChannel first = TestChannel.open(node, "lease-ms", "1000").request(100);
        ack(first.await(2).get(0));
        try (TestChannel second = TestChannel.open(node, "lease-ms", "1000").request(100)) {
            // For longer than the lease.
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            Awaitility.await().atMost(SOON).until(() -> System.nanoTime() > until);
            assertThat(second.messages()).isEmpty();
            first.stop();
            second.await(1);
            assertThat(second.positions()).containsExactly(2L);
        }
    }

    @Test
    void aDeadNodesConsumerIsTakenOverAndItsLateCheckpointIsRefused() throws Exception {
        publish(3);
        TestChannel dead = TestChannel.open(node, "lease-ms", "1000", "commit-strategy", "each").request(100);
        List<Message<?>> messages = dead.await(3);
        ack(messages.get(0));
        // No more renewals; its messages are still being processed.
        long fence = RealPostgres.number("SELECT fence FROM " + schema + ".consumer");
        dead.die();
        try (TestChannel next = TestChannel.open(node, "lease-ms", "1000", "commit-strategy", "each").request(100)) {
            next.await(2);
            assertThat(next.positions()).containsExactly(2L, 3L);
            assertThat(RealPostgres.number("SELECT fence FROM " + schema + ".consumer")).isEqualTo(fence + 1);
            messages.get(1).ack();
            messages.get(2).ack();
            publish(1);
            next.await(3);
            assertThat(checkpoint()).as("nothing that the former owner says").isEqualTo(1);
            assertThat(next.messages().get(0).getMetadata(IncomingJournalMetadata.class).orElseThrow().consumer())
                    .isEqualTo("application.orders");
        }
    }

    @Test
    void whoLosesItsConsumerStopsAndTakesItsTurnAgain() throws Exception {
        publish(3);
        try (TestChannel channel = TestChannel.open(node, "lease-ms", "1000").request(2)) {
            ack(channel.await(1).get(0));
            // As another node would, whose lease has ended already.
            RealPostgres.execute(
                    "UPDATE " + schema + ".consumer SET fence = fence + 1, leased_until = '-infinity', position = NULL,"
                            + " cursor = NULL");
            channel.request(100);
            channel.await(6);
            assertThat(channel.positions()).endsWith(1L, 2L, 3L);
        }
    }

    @Test
    void noMoreIsReadThanMayBeUnacknowledged() throws Exception {
        publish(10);
        try (TestChannel channel = TestChannel.open(node, "max-inflight-messages", "3").request(100)) {
            List<Message<?>> messages = channel.await(3);
            publish(1);
            assertThat(channel.messages()).hasSize(3);
            ack(messages.get(1));
            channel.await(4);
            for (int i = 0; i < 11; i++) {
                channel.await(i + 1);
                if (i != 1) {
                    ack(channel.messages().get(i));
                }
            }
            assertThat(channel.positions()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        }
    }

    @Test
    void theEndOfATopicCompletesItsChannelOnceAllIsProcessed() throws Exception {
        publish(2);
        node.journal().close("orders").await().atMost(SOON);
        TestChannel channel = TestChannel.open(node).request(100);
        List<Message<?>> messages = channel.await(2);
        ack(messages.get(0));
        assertThat(channel.isCompleted()).isFalse();
        ack(messages.get(1));
        channel.awaitCompletion();
        channel.stop();
        assertThat(checkpoint()).isEqualTo(3);
        try (TestChannel again = TestChannel.open(node).request(100)) {
            again.awaitCompletion();
            assertThat(again.messages()).isEmpty();
        }
    }

    @Test
    void missingEventsStopTheChannelOrAreSaidInTheLog() throws Exception {
        publish(3);
        TestChannel first = TestChannel.open(node).request(100);
        ack(first.await(3).get(0));
        first.stop();
        assertThat(node.journal().deleteTopic("orders").await().atMost(SOON)).isTrue();
        publish(1);
        TestChannel stopped = TestChannel.open(node).request(100);
        assertThat(stopped.awaitFailure()).isInstanceOf(GapException.class).hasMessageContaining("after position 1");
        assertThat(stopped.messages()).isEmpty();
        stopped.close();
        try (CapturedLog log = CapturedLog.of(IncomingReading.class);
                TestChannel going = TestChannel.open(node, "on-gap", "continue").request(100)) {
            going.await(1);
            assertThat(going.positions()).containsExactly(4L);
            assertThat(log.warnings()).anyMatch(warning -> warning.contains("after position 1"));
        }
    }
}
