package io.quarkiverse.journal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** Several may wait for one answer, and one of them may stop waiting. */
@Timeout(60)
class AppendCancelledTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String schema = RealPostgres.freshSchema();
    private TestNode node;
    private Connection holder;

    @BeforeEach
    void holdTheWriterUp() throws SQLException {
        node = TestNode.start(schema);
        node.journal().append("t", "before").await().atMost(SOON);
        holder = RealPostgres.connect();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT FROM " + schema + ".log FOR UPDATE");
        }
    }

    @AfterEach
    void close() throws SQLException {
        holder.close();
        node.close();
    }

    private <T> CompletableFuture<T> cancelledBeside(Uni<T> answer) throws SQLException {
        CompletableFuture<T> other = new CompletableFuture<>();
        answer.subscribe().with(other::complete, other::completeExceptionally);
        Cancellable cancelled = answer.subscribe().with(item -> {
        });
        cancelled.cancel();
        return other;
    }

    @Test
    void theOtherGetsTheReceipt() throws Exception {
        CompletableFuture<Receipt> other = cancelledBeside(node.journal().append("t", "x"));
        assertThat(other).isNotDone();
        holder.rollback();
        assertThat(other.get(30, TimeUnit.SECONDS).first()).isEqualTo(2);
    }

    @Test
    void whoSubscribesAfterwardsGetsTheReceiptAndTheEventIsStored() throws Exception {
        Uni<Receipt> answer = node.journal().append("t", "x");
        answer.subscribe().with(item -> {
        }).cancel();
        holder.rollback();
        assertThat(answer.await().atMost(SOON).first()).isEqualTo(2);
        assertThat(node.history("t")).hasSize(2);
    }

    @Test
    void whoWaitsForTheSameEndOfATopicLearnsIt() throws Exception {
        CompletableFuture<Long> other = cancelledBeside(node.journal().close("t"));
        holder.rollback();
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }
}
