package io.quarkiverse.journal.runtime.connector;

import static io.quarkiverse.journal.runtime.connector.TestChannel.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** The journal's queue is full, since its lock is held by somebody. */
class OutgoingOverloadTest {

    private final String schema = RealPostgres.freshSchema();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Throwable> refused = new CopyOnWriteArrayList<>();
    private final AtomicLong requested = new AtomicLong();

    @AfterEach
    void close() {
        executor.shutdown();
    }

    private OutgoingChannel channel(TestNode node) {
        OutgoingSettings settings = OutgoingSettings.of(
                new JournalConnectorOutgoingConfiguration(TestChannel.config(Map.of("max-inflight-messages", "100"))),
                node.node().settings().config().publish(), node.node().publishing().encoder());
        OutgoingChannel channel = new OutgoingChannel(node.node(), settings, executor);
        channel.onSubscribe(new Flow.Subscription() {

            @Override
            public void request(long more) {
                requested.addAndGet(more);
            }

            @Override
            public void cancel() {
                requested.set(-1);
            }
        });
        return channel;
    }

    private Message<?> message(int number) {
        return Message.of(number, () -> {
            acknowledged.add(number);
            return CompletableFuture.completedFuture(null);
        }, cause -> {
            refused.add(cause);
            return CompletableFuture.completedFuture(null);
        });
    }

    private Connection lock() throws Exception {
        Connection holder = RealPostgres.connect();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT FROM " + schema + ".log FOR UPDATE");
        }
        return holder;
    }

    @Test
    void messagesWaitForRoomWithoutAThreadAndKeepTheirOrder() throws Exception {
        try (TestNode node = TestNode.start(schema, "publish.queue-size", "2", "publish.block-timeout", "30S")) {
            OutgoingChannel channel = channel(node);
            assertThat(requested).hasValue(100);
            try (Connection holder = lock()) {
                for (int i = 0; i < 50; i++) {
                    channel.onNext(message(i));
                }
                assertThat(acknowledged).hasSizeLessThan(50);
                holder.rollback();
            }
            Awaitility.await().atMost(SOON).until(() -> acknowledged.size() == 50);
            assertThat(refused).isEmpty();
            assertThat(requested).as("one more for each that is settled").hasValue(150);
            assertThat(node.history("orders")).extracting(event -> event.payload().value())
                    .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void whoFoundNoRoomInTimeIsToldSo() throws Exception {
        try (TestNode node = TestNode.start(schema, "publish.queue-size", "2", "publish.block-timeout", "100MS")) {
            OutgoingChannel channel = channel(node);
            try (Connection holder = lock()) {
                for (int i = 0; i < 50; i++) {
                    channel.onNext(message(i));
                }
                Awaitility.await().atMost(SOON).until(() -> !refused.isEmpty());
                holder.rollback();
            }
            Awaitility.await().atMost(SOON).until(() -> acknowledged.size() + refused.size() == 50);
            assertThat(refused).allSatisfy(cause -> assertThat(cause).isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("quarkus.journal.publish.queue-size"));
            List<Event> stored = node.history("orders");
            assertThat(stored).extracting(event -> Integer.valueOf(event.payload().value()))
                    .containsExactlyInAnyOrderElementsOf(acknowledged).isSorted();
        }
    }

    @Test
    void withThePolicyFailNobodyWaits() throws Exception {
        try (TestNode node = TestNode.start(schema, "publish.queue-size", "2", "publish.overflow", "fail")) {
            OutgoingChannel channel = channel(node);
            try (Connection holder = lock()) {
                for (int i = 0; i < 50; i++) {
                    channel.onNext(message(i));
                }
                Awaitility.await().atMost(SOON).until(() -> refused.size() >= 40);
                holder.rollback();
            }
            Awaitility.await().atMost(SOON).until(() -> acknowledged.size() + refused.size() == 50);
        }
    }
}
