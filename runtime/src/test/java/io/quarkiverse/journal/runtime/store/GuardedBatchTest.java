package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.IdempotencyConflictException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;

/**
 * What a guard decides, and what becomes of the rest of its batch. 3 events go as arrays, 150 by COPY.
 */
@Timeout(60)
class GuardedBatchTest {

    private static final byte[] ONE = new byte[] { 1 };
    private static final byte[] OTHER = new byte[] { 2 };

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final Receipts receipts = new Receipts(tables, Duration.ofHours(1));
    private final String id = UUID.randomUUID().toString();
    private final BatchWriter writer = writerOf(id);

    private long lastNumber;

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, 10_000).ensure(connection, 0);
            topics.require(connection, List.of("t", "u"));
        }
    }

    private BatchWriter writerOf(String writer) {
        return new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"), receipts, writer);
    }

    private Attempt next() {
        lastNumber++;
        return new Attempt(lastNumber, lastNumber, true);
    }

    private static List<EventData> events(int count) {
        return events("t", count);
    }

    private static List<EventData> events(String topic, int count) {
        return Collections.nCopies(count,
                new EventData(topic, "event", "id", 0, null, null, null, null, null, null, new byte[] { '1' }));
    }

    private static Guard key(String key, byte[] fingerprint) {
        return new Guard(key, fingerprint, null);
    }

    private static Guard expecting(long position) {
        return new Guard(null, null, position);
    }

    private static Receipt repeated(Written written) {
        assertThat(written.first()).isZero();
        return Objects.requireNonNull(Objects.requireNonNull(written.ruling()).repeated());
    }

    private static @Nullable Throwable refusal(Written written) {
        assertThat(written.first()).isZero();
        return Objects.requireNonNull(written.ruling()).refusal();
    }

    /** A transaction of a caller's that has committed. */
    private void commit(String topic, int events) {
        RealPostgres.execute("INSERT INTO " + tables.pending()
                + " (time, topic_id, kind, id, payload) SELECT now(), id, 'moved', "
                + "'id', '1' FROM " + tables.topic() + ", generate_series(1, " + events + ") WHERE name = '" + topic + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void theSameKeyGetsTheFirstReceiptAndStoresNothing(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(2));
            Written first = writer.write(connection, next(), events(size), key("k", ONE));
            assertThat(first.first()).isEqualTo(3);
            assertThat(first.ruling()).isNull();
            writer.write(connection, next(), events(1));

            Receipt repeated = repeated(writerOf("another").write(connection, next(), events(size), key("k", ONE)));
            assertThat(repeated.count()).isEqualTo(size);
            assertThat(repeated.first()).isEqualTo(3);
            assertThat(repeated.last()).isEqualTo(2 + size);
            assertThat(repeated.cursor().position()).isEqualTo(2 + size);
            assertThat(repeated.cursor().epoch()).isEqualTo("0a1b2c3d");
            assertThat(repeated.repeated()).isTrue();
            assertThat(StoredRow.dense(tables.schema())).hasSize(3 + size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void theSameKeyWithOtherEventsIsRefusedAndAnotherTopicHasKeysOfItsOwn(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(size), key("k", ONE));
            assertThat(refusal(writer.write(connection, next(), events(size), key("k", OTHER))))
                    .isInstanceOf(IdempotencyConflictException.class).hasMessageContaining("k").hasMessageContaining("topic t");
            assertThat(writer.write(connection, next(), events("u", size), key("k", OTHER)).first()).isEqualTo(size + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void aBatchThatIsSentAgainIsFoundAndItsReceiptStays(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Guard guard = new Guard("k", ONE, 0L);
            assertThat(writer.write(connection, next(), events(size), guard).first()).isEqualTo(1);
            writerOf("another").write(connection, new Attempt(1, 1, true), events(7));
            Written again = writer.write(connection, new Attempt(1, ++lastNumber, true), events(size), guard);
            assertThat(again.first()).isEqualTo(1);
            assertThat(again.ruling()).isNull();
            assertThat(repeated(writer.write(connection, next(), events(size), guard)).first()).isEqualTo(1);
            assertThat(StoredRow.dense(tables.schema())).hasSize(size + 7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void twoAttemptsThatWaitForTheLockTogetherStoreOnce(int size) throws Exception {
        try (Connection holder = RealPostgres.connect(); Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM " + tables.log() + " FOR UPDATE");
            List<FutureTask<Written>> attempts = LongStream.of(1, 2).mapToObj(attempt -> new FutureTask<>(() -> {
                try (Connection connection = RealPostgres.connect()) {
                    return writerOf(id).write(connection, new Attempt(1, attempt, true), events(size), new Guard("k", ONE, 0L));
                }
            })).toList();
            attempts.forEach(attempt -> new Thread(attempt).start());
            Awaitility.await().until(() -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                    + "'Lock' AND query LIKE '%\"" + tables.schema() + "\".log FOR UPDATE%'") == 2);
            holder.commit();
            for (FutureTask<Written> attempt : attempts) {
                assertThat(attempt.get().first()).isEqualTo(1);
                assertThat(attempt.get().ruling()).isNull();
            }
        }
        assertThat(StoredRow.dense(tables.schema())).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void onlyTheTopicsLastPositionIsStoredAfter(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            assertThat(writer.write(connection, next(), events("u", 5), expecting(0)).first()).isEqualTo(1);
            assertThat(writer.write(connection, next(), events(size), expecting(0)).first()).isEqualTo(6);
            writer.write(connection, next(), events("u", 5));
            for (long wrong : new long[] { 0, 4, size + 6, Long.MAX_VALUE }) {
                assertThat(refusal(writer.write(connection, next(), events(size), expecting(wrong))))
                        .isInstanceOfSatisfying(UnexpectedPositionException.class, e -> {
                            assertThat(e.expected()).isEqualTo(wrong);
                            assertThat(e.actual()).isEqualTo(5 + size);
                        });
            }
            assertThat(writer.write(connection, next(), events(size), expecting(5 + size)).first()).isEqualTo(11 + size);
            assertThat(StoredRow.dense(tables.schema())).hasSize(10 + 2 * size);
        }
    }

    @Test
    void aRepeatedKeyIsAnsweredWhateverHasHappenedSince() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            Guard guard = new Guard("k", ONE, 0L);
            writer.write(connection, next(), events(1), guard);
            writer.write(connection, next(), events(9));
            assertThat(repeated(writer.write(connection, next(), events(1), guard)).last()).isEqualTo(1);
            // And a key whose events were refused has not been used.
            Guard refused = new Guard("l", ONE, 1L);
            assertThat(refusal(writer.write(connection, next(), events(1), refused))).isNotNull();
            assertThat(writer.write(connection, next(), events(1), new Guard("l", OTHER, 10L)).first()).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void whatTransactionsCommittedComesFirstAndStaysWhenTheRestIsRefused(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(1));
            commit("t", 2);
            Written refused = writer.write(connection, next(), events(size), expecting(1));
            assertThat(refusal(refused)).isInstanceOfSatisfying(UnexpectedPositionException.class,
                    e -> assertThat(e.actual()).isEqualTo(3));
            assertThat(refused.moved()).extracting(event -> event.position()).containsExactly(2L, 3L);
            assertThat(refused.head()).isEqualTo(3);
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.pending())).isZero();

            commit("u", 1);
            Written stored = writer.write(connection, next(), events(size), new Guard("k", ONE, 3L));
            assertThat(stored.moved()).hasSize(1);
            assertThat(stored.first()).isEqualTo(5);
            commit("t", 1);
            Written repeated = writer.write(connection, next(), events(size), new Guard("k", ONE, 3L));
            assertThat(repeated(repeated).first()).isEqualTo(5);
            assertThat(repeated.moved()).hasSize(1);
            assertThat(StoredRow.dense(tables.schema())).hasSize(5 + size);
        }
    }

    @Test
    void itWaitsUntilAllThatIsCommittedHasCome() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            commit("u", 5_001);
            commit("t", 1);
            Written waits = writer.write(connection, next(), events(3), expecting(0));
            assertThat(waits.more()).isTrue();
            assertThat(waits.first()).isZero();
            assertThat(waits.ruling()).isNull();
            Written decided = writer.write(connection, new Attempt(1, ++lastNumber, true), events(3), expecting(0));
            assertThat(decided.more()).isFalse();
            assertThat(refusal(decided)).isInstanceOf(UnexpectedPositionException.class);
        }
    }

    /** It was answered twice, which the queue takes for a defect. */
    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void whatWasStoredBeforeWaitsForNothing(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(size));
            commit("u", 5_001);
            commit("t", 1);
            Written again = writer.write(connection, new Attempt(1, ++lastNumber, true), events(size));
            assertThat(again.first()).isEqualTo(1);
            assertThat(again.more()).isFalse();
        }
    }

    @Test
    void aKeyIsANewOneAfterTheWindow() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(3), key("k", ONE));
            age("k", "59 minutes");
            assertThat(repeated(writer.write(connection, next(), events(3), key("k", ONE))).first()).isEqualTo(1);
            age("k", "1 minute");
            assertThat(writer.write(connection, next(), events(2), key("k", OTHER)).first()).isEqualTo(4);
            assertThat(repeated(writer.write(connection, next(), events(2), key("k", OTHER))).first()).isEqualTo(4);
        }
    }

    private void age(String key, String by) {
        RealPostgres
                .execute("UPDATE " + tables.receipt() + " SET recorded = recorded - interval '" + by + "' WHERE key = '" + key
                        + "'");
    }

    private long rows(String table) {
        return RealPostgres.number("SELECT count(*) FROM " + table);
    }

    @Test
    void oldReceiptsAndIdsAreDeletedInStepsAndYoungOnesAreKept() throws SQLException {
        String ages = "now() - interval '59 minutes' - n * interval '1 second' FROM generate_series(1, 2561) n";
        RealPostgres.execute("INSERT INTO " + tables.receipt() + " SELECT 1, n, 'x', 1, 1, 1, '', " + ages);
        RealPostgres.execute("INSERT INTO " + tables.givenId() + " SELECT 1, n, n, " + ages);
        try (Connection connection = RealPostgres.connect()) {
            assertThat(receipts.forgetOld(connection)).isTrue();
            assertThat(receipts.forgetOld(connection)).isTrue();
            assertThat(rows(tables.receipt())).isEqualTo(561);
            assertThat(rows(tables.givenId())).isEqualTo(561);
            assertThat(receipts.forgetOld(connection)).isFalse();
            assertThat(rows(tables.receipt())).isBetween(50L, 60L);
            assertThat(rows(tables.givenId())).isBetween(50L, 60L);
        }
    }
}
