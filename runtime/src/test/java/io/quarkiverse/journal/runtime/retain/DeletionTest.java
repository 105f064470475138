package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.NEVER;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.kept;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class DeletionTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void aDeletedTopicIsGoneAndItsNameLivesOn() {
        try (TestNode node = node(schema, NEVER); TestNode other = node(schema, NEVER)) {
            append(node, "kept", 10);
            append(node, "t", 2_000);
            AssertSubscriber<Frame> live = other.journal().subscribe(Subscription.to("t")).subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
            live.awaitItems(2_001);

            assertThat(delete(node, "t")).isTrue();
            assertThat(FrameRecorder.of(other, Subscription.to("t")).positions()).isEmpty();
            assertThat(FrameRecorder.of(other, Subscription.toAll()).positions()).hasSize(10);
            assertThat(FrameRecorder.of(other, Subscription.to("t").since(Start.after(20))).gaps())
                    .containsExactly(new Gap(Gap.Reason.TRUNCATED, 20, 2_011));
            await().atMost(SOON).until(() -> kept(schema, "t") == 0);
            assertThat(kept(schema, "kept")).isEqualTo(10);
            assertThat(delete(other, "t")).isFalse();

            assertThat(node.journal().appendAll("t", List.of(NewEvent.of("again")), AppendOptions.expecting(2_010)).await()
                    .atMost(SOON).first()).isEqualTo(2_011);
            FrameRecorder behind = FrameRecorder.of(other, Subscription.to("t").since(Start.after(2_000)));
            assertThat(behind.gaps()).containsExactly(new Gap(Gap.Reason.TRUNCATED, 2_000, 2_011));
            assertThat(behind.positions()).containsExactly(2_011L);
            assertThat(FrameRecorder.of(other, Subscription.to("t").since(Start.after(2_010))).gaps()).isEmpty();
            live.awaitItems(2_002);
            assertThat(live.getItems()).noneMatch(Gap.class::isInstance);
            assertThat(((Event) live.getLastItem()).position()).isEqualTo(2_011);
            live.cancel();
        }
    }

    private static boolean delete(TestNode node, String topic) {
        return node.journal().deleteTopic(topic).await().atMost(SOON);
    }

    @Test
    void aTopicThatIsNotThereIsNotDeleted() {
        try (TestNode node = node(schema, NEVER)) {
            assertThat(delete(node, "t")).isFalse();
            assertThatThrownBy(() -> node.journal().deleteTopic("no topic")).isInstanceOf(InvalidTopicException.class);
        }
    }

    /** Also on a node that had refused to publish to it. */
    @Test
    void aClosedTopicIsOpenAgain() {
        try (TestNode node = node(schema, NEVER); TestNode other = node(schema, NEVER)) {
            append(node, "t", 3);
            assertThat(node.journal().close("t").await().atMost(SOON)).isEqualTo(4);
            assertThatThrownBy(() -> other.journal().append("t", 1).await().atMost(SOON))
                    .isInstanceOf(TopicClosedException.class);
            assertThat(delete(node, "t")).isTrue();
            assertThat(node.journal().append("t", "again").await().atMost(SOON).first()).isEqualTo(5);
            await().atMost(SOON).ignoreExceptionsInstanceOf(TopicClosedException.class)
                    .until(() -> other.journal().append("t", "too").await().atMost(SOON).first() == 6);
            assertThat(FrameRecorder.of(other, Subscription.to("t").since(Start.after(3))).gaps())
                    .containsExactly(new Gap(Gap.Reason.TRUNCATED, 3, 5));
        }
    }

    /** What was appended before is gone, what is appended afterwards is there, whoever is faster. */
    @Test
    void appendsThatComeBetweenAreBeforeOrAfter() {
        try (TestNode node = node(schema, NEVER)) {
            append(node, "t", 10);
            CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20; i++) {
                    append(node, "t", 100);
                }
            });
            while (!publisher.isDone()) {
                delete(node, "t");
            }
            publisher.join();
            await().atMost(SOON).until(() -> RealPostgres
                    .number("SELECT count(*) FROM " + schema + ".topic WHERE swept < floor") == 0);
            long floor = Trimming.floor(schema, "t");
            assertThat(kept(schema, "t")).isEqualTo(2_010 - floor);
            assertThat(RealPostgres.number("SELECT coalesce(min(position), " + (floor + 1) + ") FROM " + schema + ".event"))
                    .isEqualTo(floor + 1);
        }
    }

    @Test
    void itWaitsForWhoeverIsRemoving() throws SQLException {
        try (TestNode node = node(schema, NEVER);
                Connection removing = RealPostgres.connect();
                Statement statement = removing.createStatement()) {
            append(node, "t", 10);
            statement.execute("SELECT pg_advisory_lock(hashtext('quarkus-journal retention " + schema + "'))");
            CompletableFuture<Boolean> deleted = node.journal().deleteTopic("t").subscribeAsCompletionStage();
            await().atMost(SOON)
                    .until(() -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
                            + " AND application_name = 'quarkus-journal retention'") == 1);
            assertThat(deleted).isNotDone();
            statement.execute("SELECT pg_advisory_unlock_all()");
            assertThat(deleted).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    /** An event that gets its position while the deletion begins is deleted too, or comes after it; never something between. */
    @Test
    void itWaitsForTheBatchThatIsUnderWay() throws SQLException {
        try (TestNode node = node(schema, NEVER);
                Connection writing = RealPostgres.connect();
                Statement statement = writing.createStatement()) {
            append(node, "t", 10);
            statement.execute("BEGIN; SELECT FROM " + schema + ".log FOR UPDATE");
            statement.execute("INSERT INTO " + schema
                    + ".event (position, time, recorded, topic_id, kind, id, payload) SELECT 11,"
                    + " time, recorded, topic_id, kind, 'another', payload FROM " + schema + ".event WHERE position = 10");
            statement.execute("INSERT INTO " + schema + ".batch (head, writer, number) VALUES (11, 'another', 1)");
            CompletableFuture<Boolean> deleted = node.journal().deleteTopic("t").subscribeAsCompletionStage();
            await().atMost(SOON).until(() -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND application_name = 'quarkus-journal retention'") == 1);
            statement.execute("COMMIT");
            assertThat(deleted).succeedsWithin(SOON).isEqualTo(true);
            assertThat(Trimming.floor(schema, "t")).isEqualTo(11);
        }
    }

    @Test
    void afterTheEndItIsRefused() {
        TestNode node = node(schema, NEVER);
        node.close();
        assertThatThrownBy(() -> node.node().deleteTopic("t").join()).hasCauseInstanceOf(JournalClosedException.class);
    }
}
