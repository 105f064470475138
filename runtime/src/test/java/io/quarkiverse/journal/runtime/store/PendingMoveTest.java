package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;

/**
 * Whatever order transactions take their tickets and commit in, each committed one is moved, whole and once.
 */
@Timeout(120)
class PendingMoveTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final BatchWriter writer = new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"),
            new Receipts(tables, Duration.ofDays(1)), "w");
    private final List<Connection> open = new ArrayList<>();
    private long number;

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, 100_000).ensure(connection, 0);
            topics.require(connection, List.of("t"));
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = RealPostgres.connect();
        connection.setAutoCommit(false);
        open.add(connection);
        return connection;
    }

    private void publish(Connection transaction, String id) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute(
                    "INSERT INTO " + tables.pending() + " (time, topic_id, kind, id, payload) SELECT now(), id, 'event', '"
                            + id + "', '1' FROM " + tables.topic());
        }
    }

    private static void end(Connection transaction, boolean commits) throws SQLException {
        try (transaction) {
            if (commits) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }

    private List<String> move(Connection connection, List<EventData> own) throws SQLException {
        Attempt attempt = new Attempt(++number, number, false);
        Written written = writer.write(connection, attempt, own);
        return written.moved().stream().map(StoredEvent::data).map(EventData::id).toList();
    }

    @Test
    void aTransactionThatIsYoungerThanTheSnapshotIsNotForgotten() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Connection b = begin();
            publish(b, "b");
            Connection a = begin();
            publish(a, "a");
            end(b, true);
            assertThat(move(connection, List.of())).containsExactly("b");
            Connection c = begin();
            publish(c, "c");
            end(c, true);
            assertThat(move(connection, List.of())).containsExactly("c");
            end(a, true);
            Connection d = begin();
            publish(d, "d");
            end(d, true);
            assertThat(move(connection, List.of())).containsExactly("a", "d");
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.pending())).isZero();
        }
    }

    @Test
    void aTransactionsEventsStayTogetherInTheOrderOfItsHighestTicket() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Connection a = begin();
            Connection b = begin();
            publish(a, "a1");
            publish(b, "b1");
            publish(a, "a2");
            publish(b, "b2");
            publish(a, "a3");
            end(b, true);
            end(a, true);
            assertThat(move(connection, List.of())).containsExactly("b1", "b2", "a1", "a2", "a3");
        }
    }

    @Test
    void missedTicketsAreForgottenOnceTheirTransactionsHaveEnded() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            for (int round = 0; round < 20; round++) {
                Connection lost = begin();
                publish(lost, "lost");
                Connection kept = begin();
                publish(kept, "kept");
                end(kept, true);
                assertThat(move(connection, List.of())).containsExactly("kept");
                end(lost, false);
            }
            assertThat(RealPostgres.number("SELECT max(cardinality(missed)) FROM " + tables.batch())).isLessThanOrEqualTo(2);
        }
    }

    /** Of a transaction that is prepared nobody is left but the server. */
    private static void prepare(Connection transaction, String name) throws SQLException {
        try (transaction; Statement statement = transaction.createStatement()) {
            statement.execute("PREPARE TRANSACTION '" + name + "'");
        }
    }

    @Test
    void aPreparedTransactionDelaysNobodyAndIsMovedHoweverLateItCommits() throws SQLException {
        String name = tables.schema();
        try (Connection connection = RealPostgres.connect()) {
            Connection doubtful = begin();
            publish(doubtful, "doubtful-1");
            publish(doubtful, "doubtful-2");
            prepare(doubtful, name + "-1");
            Connection other = begin();
            publish(other, "gone");
            prepare(other, name + "-2");
            // Many batches, whose own transactions come and go: its tickets must not be forgotten.
            for (int i = 0; i < 20; i++) {
                Connection transaction = begin();
                publish(transaction, "kept-" + i);
                end(transaction, true);
                assertThat(move(connection, List.of())).containsExactly("kept-" + i);
            }
            RealPostgres.execute("COMMIT PREPARED '" + name + "-1'");
            RealPostgres.execute("ROLLBACK PREPARED '" + name + "-2'");
            assertThat(writer.hasPending(connection)).isTrue();
            assertThat(move(connection, List.of())).containsExactly("doubtful-1", "doubtful-2");
            assertThat(writer.hasPending(connection)).isFalse();
            for (int i = 0; i < 3; i++) {
                Connection transaction = begin();
                publish(transaction, "after-" + i);
                end(transaction, true);
                move(connection, List.of());
            }
            assertThat(RealPostgres.number("SELECT cardinality(missed) FROM " + tables.batch()
                    + " ORDER BY head DESC LIMIT 1")).isLessThanOrEqualTo(1);
        }
    }

    /** While a batch waits for the lock, a transaction takes a ticket and commits. */
    private List<String> moveWhileCommitting(Connection connection, String id) throws Exception {
        try (Connection holder = RealPostgres.connect(); Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM " + tables.log() + " FOR UPDATE");
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            CompletableFuture<List<String>> moved = CompletableFuture.supplyAsync(() -> {
                try {
                    return move(connection, List.of());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(
                    () -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = "
                            + pid) == 1);
            Connection late = begin();
            publish(late, id);
            end(late, true);
            holder.rollback();
            return moved.get();
        }
    }

    private long newest(String column) throws SQLException {
        return RealPostgres.number("SELECT " + column + " FROM " + tables.batch() + " ORDER BY head DESC LIMIT 1");
    }

    @Test
    void whatIsMovedAheadOfTheListIsNotMissedWhileATransactionStaysOpen() throws Exception {
        try (Connection connection = RealPostgres.connect()) {
            Connection held = begin();
            publish(held, "held");
            for (int i = 0; i < 5; i++) {
                assertThat(moveWhileCommitting(connection, "late-" + i)).containsExactly("late-" + i);
            }
            assertThat(newest("cardinality(missed)")).isOne();
            assertThat(newest("cardinality(ahead)")).isLessThanOrEqualTo(1);
            end(held, true);
            assertThat(move(connection, List.of())).containsExactly("held");
        }
    }

    @Test
    void aListOfTheMissedThatGrewTooLongBeginsAnewOnceTheOldTransactionsHaveEnded() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Connection held = begin();
            publish(held, "held-1");
            RealPostgres
                    .execute("SELECT nextval('" + tables.qualified("pending_ticket_seq") + "') FROM generate_series(1, 2500)");
            for (int i = 0; i < 3; i++) {
                Connection transaction = begin();
                publish(transaction, "beside-" + i);
                end(transaction, true);
                assertThat(move(connection, List.of())).containsExactly("beside-" + i);
            }
            assertThat(newest("unlisted_through")).as("the list is given up").isPositive();
            publish(held, "held-2");
            end(held, true);
            assertThat(move(connection, List.of())).containsExactly("held-1", "held-2");
            Connection after = begin();
            publish(after, "after");
            end(after, true);
            assertThat(move(connection, List.of())).containsExactly("after");
            assertThat(newest("coalesce(unlisted_through, 0)")).as("there is a list again").isZero();
            assertThat(newest("moved_through")).isEqualTo(
                    RealPostgres.number("SELECT last_value FROM " + tables.qualified("pending_ticket_seq")));
        }
    }

    /** As many transactions with 700 events each would leave them. */
    private void publishRows(int first, int last) throws SQLException {
        RealPostgres.execute("INSERT INTO " + tables.pending() + " (transaction, time, topic_id, kind, id, payload) SELECT "
                + "(n / 700)::text::xid8, now(), (SELECT id FROM " + tables.topic() + "), 'event', 'row-' || n, '1' "
                + "FROM generate_series(" + first + ", " + last + ") n");
    }

    @Test
    void aTransactionThatIsLeftForTheNextBatchKeepsWhatWasMissedOfIt() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Connection large = begin();
            publish(large, "first");
            Connection other = begin();
            publish(other, "other");
            end(other, true);
            assertThat(move(connection, List.of())).containsExactly("other");
            publishRows(1, 2 * PendingMove.MOST);
            publish(large, "last");
            end(large, true);
            List<String> moved = new ArrayList<>();
            for (int attempt = 0; attempt < 5; attempt++) {
                moved.addAll(move(connection, List.of()));
            }
            assertThat(moved).hasSize(2 * PendingMove.MOST + 2).endsWith("first", "last");
        }
    }

    @Test
    void aBacklogOfSeveralBatchesLeavesNothingMissed() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Connection lost = begin();
            publish(lost, "lost");
            String rows = "INSERT INTO " + tables.pending()
                    + " (transaction, time, topic_id, kind, id, payload) SELECT (n / 700)::text"
                    + "::xid8, now(), (SELECT id FROM " + tables.topic()
                    + "), 'event', 'row-' || n, '1' FROM generate_series(%d, %d) n";
            RealPostgres.execute(rows.formatted(1, 2 * PendingMove.MOST - 1000));
            Connection early = begin();
            publish(early, "early");
            publishRows(2 * PendingMove.MOST - 999, 2 * PendingMove.MOST);
            publish(early, "early-too");
            end(early, true);
            publishRows(2 * PendingMove.MOST + 1, 3 * PendingMove.MOST);
            List<String> moved = new ArrayList<>();
            // The first one finds that there is more than it should move.
            for (int attempt = 0; attempt < 6; attempt++) {
                List<String> batch = move(connection, List.of());
                assertThat(batch).hasSizeLessThan(PendingMove.MOST + 700);
                moved.addAll(batch);
            }
            end(lost, false);
            List<String> expected = new ArrayList<>();
            for (int n = 1; n <= 3 * PendingMove.MOST; n++) {
                expected.add("row-" + n);
                // Its last ticket came behind the transaction of those up to here, and before the rest of the next one.
                if (n == 2 * PendingMove.MOST / 700 * 700 - 1) {
                    expected.addAll(List.of("early", "early-too"));
                }
            }
            assertThat(moved).containsExactlyElementsOf(expected);
            assertThat(newest("cardinality(missed)")).isLessThanOrEqualTo(1);
            assertThat(newest("coalesce(unlisted_through, 0)")).isZero();
            assertThat(newest("moved_through")).isEqualTo(
                    RealPostgres.number("SELECT last_value FROM " + tables.qualified("pending_ticket_seq")));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5 })
    void nothingIsLostAndNothingMovedTwice(long seed) throws SQLException {
        Random random = new Random(seed);
        List<String> committed = new ArrayList<>();
        List<Connection> running = new ArrayList<>();
        List<List<String>> ids = new ArrayList<>();
        try (Connection connection = RealPostgres.connect()) {
            for (int step = 0; step < 400; step++) {
                int what = random.nextInt(10);
                if (what < 3 && running.size() < 8) {
                    running.add(begin());
                    ids.add(new ArrayList<>());
                } else if (what < 7 && !running.isEmpty()) {
                    int which = random.nextInt(running.size());
                    String id = seed + "-" + step;
                    publish(running.get(which), id);
                    ids.get(which).add(id);
                } else if (what < 9 && !running.isEmpty()) {
                    int which = random.nextInt(running.size());
                    boolean commits = random.nextInt(3) > 0;
                    end(running.remove(which), commits);
                    List<String> its = ids.remove(which);
                    if (commits) {
                        committed.addAll(its);
                    }
                } else {
                    move(connection, List.of());
                    assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.pending()))
                            .as("committed and left behind, step " + step).isZero();
                }
            }
            for (Connection transaction : running) {
                end(transaction, false);
            }
            move(connection, List.of());
        }
        assertThat(StoredRow.dense(tables.schema())).extracting(StoredRow::id)
                .containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void theNewestBatchWithEventsOfItsOwnIsNotForgotten() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            EventData own = new EventData("t", "event", "own", 0, null, null, null, null, null, null, new byte[] { '1' });
            move(connection, List.of(own));
            long late = number;
            for (int i = 0; i < 5; i++) {
                Connection transaction = begin();
                publish(transaction, "moved-" + i);
                end(transaction, true);
                move(connection, List.of());
            }
            writer.forgetBefore(connection, number);
            new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"), new Receipts(tables, Duration.ofDays(1)), "w")
                    .write(connection, new Attempt(late, ++number, false), List.of(own));
            assertThat(StoredRow.dense(tables.schema())).extracting(StoredRow::id).containsOnlyOnce("own");
        }
    }
}
