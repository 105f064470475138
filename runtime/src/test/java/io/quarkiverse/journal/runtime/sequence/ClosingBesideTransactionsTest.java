package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.CloseTimeoutException;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Transactions that published to a topic before it was closed are waited for; later ones are refused. */
@Timeout(60)
class ClosingBesideTransactionsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String schema = RealPostgres.freshSchema();
    private final List<TestNode> nodes = new ArrayList<>();
    private TestNode node;

    @BeforeEach
    void start() {
        node = another("topics.close-timeout", "30S");
    }

    private TestNode another(String... settings) {
        TestNode started = TestNode.start(schema, settings);
        nodes.add(started);
        return started;
    }

    @AfterEach
    void end() {
        nodes.forEach(TestNode::close);
    }

    private static CompletableFuture<Long> close(TestNode node) {
        return node.journal().close("t").subscribeAsCompletionStage();
    }

    private void awaitRefusals() {
        await().until(() -> {
            try (PublishingTransaction late = new PublishingTransaction(schema)) {
                late.publish("t");
                return false;
            } catch (TopicClosedException e) {
                return true;
            }
        });
    }

    private long last() {
        return RealPostgres.number("SELECT coalesce(max(position), 0) FROM " + schema + ".event WHERE kind <> 'end'");
    }

    @Test
    void whatOpenTransactionsCommitPrecedesTheEnd() throws Exception {
        try (PublishingTransaction first = new PublishingTransaction(schema);
                PublishingTransaction second = new PublishingTransaction(schema);
                PublishingTransaction rolledBack = new PublishingTransaction(schema)) {
            first.publish("t");
            second.publish("t");
            rolledBack.publish("t");
            CompletableFuture<Long> closing = close(node);
            awaitRefusals();

            // Nobody else waits meanwhile.
            long other = node.journal().append("other", 1).await().atMost(SOON).last();
            first.commit();
            second.publish("t").commit();
            assertThat(closing).isNotDone();
            rolledBack.rollback();
            assertThat(closing.get(30, TimeUnit.SECONDS)).isEqualTo(other + 4).isEqualTo(last() + 1);
        }
        assertThat(node.history("t")).hasSize(3);
    }

    @Test
    void whoPublishesAfterwardsIsRefused() throws Exception {
        long end = close(node).get(30, TimeUnit.SECONDS);
        try (PublishingTransaction late = new PublishingTransaction(schema)) {
            assertThatThrownBy(() -> late.publish("t")).isInstanceOfSatisfying(TopicClosedException.class,
                    refused -> assertThat(refused.end()).hasValue(end));
            // The transaction goes on without it.
            late.publish("u").commit();
        }
        assertThat(node.history("u")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "READ COMMITTED", "REPEATABLE READ" })
    void whoSawItOpenBeforeIsRefusedAfterwards(String isolation) throws Exception {
        try (PublishingTransaction known = new PublishingTransaction(schema)) {
            known.publish("t").commit();
            known.publish("t").commit();
            known.execute("SET TRANSACTION ISOLATION LEVEL " + isolation);
            known.execute("SELECT count(*) FROM " + schema + ".topic");
            close(node).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> known.publish("t")).isInstanceOf(TopicClosedException.class);
            known.publish("u").commit();
        }
        assertThat(node.history("t")).hasSize(2);
    }

    @Test
    void whoSawItOpenBeforeIsRefusedWhileItIsBeingClosed() throws Exception {
        try (PublishingTransaction open = new PublishingTransaction(schema);
                PublishingTransaction known = new PublishingTransaction(schema)) {
            known.publish("t").commit();
            open.publish("t");
            CompletableFuture<Long> closing = close(node);
            awaitRefusals();
            assertThatThrownBy(() -> known.publish("t")).isInstanceOf(TopicClosedException.class);
            open.publish("t").rollback();
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTransactionThatWasRefusedIsNotWaitedFor() throws Exception {
        try (PublishingTransaction open = new PublishingTransaction(schema);
                PublishingTransaction refused = new PublishingTransaction(schema)) {
            open.publish("t");
            CompletableFuture<Long> closing = close(node);
            awaitRefusals();
            assertThatThrownBy(() -> refused.publish("t")).isInstanceOf(TopicClosedException.class);
            open.rollback();
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whileItIsBeingClosedNodesRefuseToo() throws Exception {
        TestNode other = another();
        try (PublishingTransaction open = new PublishingTransaction(schema)) {
            open.publish("t");
            CompletableFuture<Long> closing = close(node);
            awaitRefusals();
            assertThatThrownBy(() -> node.journal().publish("t", 1)).isInstanceOfSatisfying(TopicClosedException.class,
                    refused -> assertThat(refused.end()).isEmpty());
            assertThatThrownBy(() -> other.journal().append("t", 1).await().atMost(SOON))
                    .isInstanceOf(TopicClosedException.class);
            open.rollback();
            assertThat(closing.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void whenTheyStayOpenTheTopicIsAsBefore() throws Exception {
        TestNode impatient = another("topics.close-timeout", "0.3S");
        try (PublishingTransaction open = new PublishingTransaction(schema);
                PublishingTransaction later = new PublishingTransaction(schema)) {
            open.publish("t");
            assertThatThrownBy(() -> impatient.journal().close("t").await().atMost(SOON))
                    .isInstanceOfSatisfying(CloseTimeoutException.class, failure -> {
                        assertThat(failure.transactions()).isEqualTo(1);
                        assertThat(failure).hasMessageContainingAll("300 ms", "1 transaction", "close-timeout");
                    });
            later.publish("t").commit();
            impatient.journal().append("t", 1).await().atMost(SOON);
            node.journal().append("t", 1).await().atMost(SOON);
            open.commit();
        }
        assertThat(impatient.journal().close("t").await().atMost(SOON)).isEqualTo(5);
    }

    @Test
    void ofTwoNodesThatWaitBothTellTheSameEnd() throws Exception {
        TestNode other = another("topics.close-timeout", "30S");
        try (PublishingTransaction open = new PublishingTransaction(schema)) {
            open.publish("t");
            CompletableFuture<Long> one = close(node);
            CompletableFuture<Long> two = close(other);
            awaitRefusals();
            open.commit();
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(2).isEqualTo(two.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCloserThatDiedDoesNotKeepTheTopicShut() throws Exception {
        TestNode dying = another("topics.close-timeout", "1H");
        try (PublishingTransaction open = new PublishingTransaction(schema)) {
            open.publish("t");
            CompletableFuture<Long> closing = dying.node().publishing().closeTopic("t");
            awaitRefusals();
            dying.close();
            await().until(closing::isCompletedExceptionally);
            open.commit();
        }
        // Its word counts for five seconds; that they have passed is put into the row.
        RealPostgres.execute("UPDATE " + schema + ".topic SET closing = closing - interval '5 s' WHERE name = 't'");
        try (PublishingTransaction later = new PublishingTransaction(schema)) {
            later.publish("t").commit();
        }
        assertThat(node.journal().append("t", 1).await().atMost(SOON).last()).isEqualTo(3);
        assertThat(close(node).get(30, TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void aClockThatWasSetBackDoesNotKeepTheTopicShut() throws Exception {
        node.journal().append("t", 1).await().atMost(SOON);
        RealPostgres.execute("UPDATE " + schema + ".topic SET closing = clock_timestamp() + interval '1 hour'");
        try (PublishingTransaction later = new PublishingTransaction(schema)) {
            later.publish("t").commit();
        }
        node.journal().append("t", 1).await().atMost(SOON);
    }

    @Test
    void aSavepointThatLetsGoOfTheTopicLetsNothingInAfterTheEnd() throws Exception {
        try (PublishingTransaction open = new PublishingTransaction(schema)) {
            open.execute("SAVEPOINT s");
            open.publish("t");
            open.execute("ROLLBACK TO SAVEPOINT s");
            close(node).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> open.publish("t")).isInstanceOfSatisfying(TopicClosedException.class,
                    refused -> assertThat(refused.end()).hasValue(1));
            open.publish("u").commit();
        }
        assertThat(node.history("t")).isEmpty();
        assertThat(node.history("u")).hasSize(1);
    }

    @Test
    void anOldSnapshotDoesNotHideTheEnd() throws Exception {
        try (PublishingTransaction old = new PublishingTransaction(schema);
                PublishingTransaction letGo = new PublishingTransaction(schema)) {
            for (PublishingTransaction transaction : List.of(old, letGo)) {
                transaction.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                transaction.execute("SELECT count(*) FROM " + schema + ".topic");
            }
            node.journal().append("t", 1).await().atMost(SOON);
            letGo.rollback();
            letGo.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            letGo.execute("SAVEPOINT s");
            letGo.publish("t");
            letGo.execute("ROLLBACK TO SAVEPOINT s");
            close(node).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> old.publish("t")).isInstanceOf(TopicClosedException.class);
            assertThatThrownBy(() -> letGo.publish("t")).isInstanceOf(TopicClosedException.class);
        }
    }

    @Test
    void amongTransactionsThatComeAndGoNothingIsLostOrBehindTheEnd() throws Exception {
        AtomicInteger committed = new AtomicInteger();
        List<CompletableFuture<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            publishers.add(CompletableFuture.runAsync(() -> commitUntilRefused(committed)));
        }
        await().until(() -> committed.get() > 20);
        long end = close(node).get(30, TimeUnit.SECONDS);
        publishers.forEach(CompletableFuture::join);
        assertThat(node.history("t")).hasSize(committed.get());
        assertThat(end).isEqualTo(last() + 1).isEqualTo(committed.get() + 1);
        assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".pending")).isZero();
    }

    private void commitUntilRefused(AtomicInteger committed) {
        try (PublishingTransaction transaction = new PublishingTransaction(schema)) {
            while (true) {
                transaction.publish("t").commit();
                committed.incrementAndGet();
            }
        } catch (TopicClosedException e) {
            // As it should be.
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
