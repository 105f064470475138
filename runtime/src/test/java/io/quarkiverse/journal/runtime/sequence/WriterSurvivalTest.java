package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.config.Overflow;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.EventRows;
import io.quarkiverse.journal.runtime.store.JournalPools;
import io.quarkiverse.journal.runtime.store.Receipts;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicIds;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

@Timeout(60)
class WriterSurvivalTest {

    private static final EventData EVENT = new EventData("t", "event", "id", 0, null, null, null, null, null, null,
            new byte[] { '1' });

    private final PublishQueue queue = new PublishQueue(10, 10_000, Overflow.BLOCK, Duration.ofSeconds(20));

    private interface Work {

        void with(Sequencer sequencer) throws Exception;
    }

    private void withWriter(SequencedListener listener, Work work) throws Exception {
        Tables tables = new Tables(RealPostgres.freshSchema());
        try (AgroalDataSource application = RealPostgres.applicationPool(RealPostgres.url());
                JournalPools pools = new JournalPools(application, 1, Duration.ofSeconds(20), Duration.ofSeconds(20))) {
            try (Connection connection = pools.writer()) {
                new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            }
            TopicIds topics = new TopicIds(tables);
            Receipts receipts = new Receipts(tables, Duration.ofDays(1));
            Sequencer sequencer = new Sequencer(queue.writer(), new ClosedTopics(), new WriterConnection(pools),
                    new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"), receipts,
                            UUID.randomUUID().toString()),
                    new OldReceipts(receipts),
                    new Partitions(tables, 1000),
                    listener, WriterMeter.NONE, "0a1b2c3d", 0, 100, Duration.ofMillis(100));
            sequencer.start();
            work.with(sequencer);
            assertThat(sequencer.stop(Duration.ofSeconds(20))).isZero();
        }
    }

    private CompletableFuture<Receipt> append() {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        queue.submit(Submission.attended(List.of(EVENT), answer), true);
        return answer;
    }

    @Test
    void whoHearsOfACommitAndFailsNeitherUndoesItNorEndsTheWriter() throws Exception {
        try (CapturedLog log = CapturedLog.of(Settlement.class)) {
            withWriter(events -> {
                throw new IllegalStateException("no thread to run readers on");
            }, sequencer -> {
                assertThat(append().get(20, TimeUnit.SECONDS).first()).isEqualTo(1);
                assertThat(append().get(20, TimeUnit.SECONDS).first()).isEqualTo(2);
                assertThat(queue.flush(Duration.ofSeconds(20))).isTrue();
                assertThat(sequencer.isDead()).isFalse();
            });
            assertThat(log.errors()).isEmpty();
            assertThat(log.warnings()).hasSize(2);
        }
    }

    @Test
    void anErrorFailsWhoWaitsInsteadOfLeavingThemWaiting() throws Exception {
        try (CapturedLog log = CapturedLog.of(Sequencer.class)) {
            withWriter(events -> {
                throw new OutOfMemoryError("a test's");
            }, sequencer -> {
                CompletableFuture<Receipt> answer = append();
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(EventLostException.class);
                assertThatThrownBy(this::append).isInstanceOf(JournalClosedException.class)
                        .hasMessageContaining("writer failed").hasMessageContaining("estart the application")
                        .hasMessageNotContaining("shutting down").hasRootCauseInstanceOf(OutOfMemoryError.class);
                await().atMost(Duration.ofSeconds(20)).until(sequencer::isDead);
                assertThat(queue.figures().lost()).isEqualTo(1);
            });
            assertThat(log.errors()).singleElement().asString().contains("restart");
        }
    }

    @Test
    void anInterruptDuringShutdownStillFailsWhoWaits() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        withWriter(events -> {
            stuck.countDown();
            boolean interrupted = false;
            while (go.getCount() > 0) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            assertThat(interrupted).isTrue();
        }, sequencer -> {
            CompletableFuture<Receipt> answer = append();
            stuck.await();
            Thread.currentThread().interrupt();
            assertThat(sequencer.stop(Duration.ofSeconds(20))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(EventLostException.class);
            go.countDown();
        });
    }
}
