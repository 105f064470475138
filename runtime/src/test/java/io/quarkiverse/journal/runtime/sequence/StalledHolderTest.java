package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * Another node's session holds the journal's lock. If its client has stalled nobody waits for it for long; the sessions here
 * have
 * none of the writer's time-outs, so that without help the wait would have no end.
 */
@Timeout(60)
class StalledHolderTest {

    private final String schema = RealPostgres.freshSchema();
    private TestNode node;
    private Connection holder;
    private int pid;

    @BeforeEach
    void hold() throws SQLException {
        node = TestNode.start(schema);
        append();
        holder = RealPostgres.connect();
        holder.setAutoCommit(false);
        pid = holder.unwrap(PgConnection.class).getBackendPID();
        execute("SELECT FROM " + schema + ".log FOR UPDATE");
    }

    @AfterEach
    void close() throws SQLException {
        // Closing it would wait for the end of the COPY.
        holder.unwrap(PgConnection.class).abort(Runnable::run);
        node.close();
    }

    @Test
    void clientThatStalledBetweenTwoStatementsIsEnded() {
        append();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void clientThatStalledInTheMiddleOfACopyIsEnded() throws SQLException {
        execute("CREATE TEMPORARY TABLE copied (n integer)");
        holder.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
        append();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void sessionThatIsAtWorkIsWaitedFor() throws SQLException {
        CompletableFuture<Receipt> answer = node.journal().append("t", 2).subscribeAsCompletionStage();
        execute("SELECT pg_sleep(5)");
        assertThat(answer).isNotDone();
        holder.commit();
        assertThat(answer.join().first()).isEqualTo(2);
        assertThat(isAlive()).isTrue();
    }

    private boolean isAlive() {
        return RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) > 0;
    }

    private void append() {
        node.journal().append("t", 1).await().indefinitely();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    assertThat(rows.next()).isTrue();
                }
            }
        }
    }
}
