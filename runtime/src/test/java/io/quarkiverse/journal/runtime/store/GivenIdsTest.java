package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;

/**
 * An id that a publisher gave is stored once in its topic, within the window. Batches of some events go as arrays, of some
 * hundred by COPY.
 */
@Timeout(60)
class GivenIdsTest {

    private static final String EPOCH = "0a1b2c3d";

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final BatchWriter writer = writerOf("w");
    private long lastNumber;

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, 10_000).ensure(connection, 0);
            topics.require(connection, List.of("t", "u"));
        }
    }

    private BatchWriter writerOf(String name) {
        return new BatchWriter(tables, topics, new EventRows(topics, EPOCH), new Receipts(tables, Duration.ofHours(1)), name);
    }

    private Attempt next() {
        lastNumber++;
        return new Attempt(lastNumber, lastNumber, true);
    }

    private static EventData event(String topic, String id, boolean given) {
        return new EventData(topic, "event", id, 0, null, null, null, null, null, null, new byte[] { '1' }, given);
    }

    /** Events with these ids, then as many that have an id of no publisher's. */
    private static List<EventData> events(int others, String... ids) {
        List<EventData> events = new ArrayList<>();
        for (String id : ids) {
            events.add(event("t", id, true));
        }
        for (int i = 0; i < others; i++) {
            events.add(event("t", "made", false));
        }
        return events;
    }

    private static Placement own(Written written) {
        Placement own = written.own();
        assertThat(own).isNotNull();
        return own;
    }

    private static List<Long> positions(Placement own, int events) {
        return IntStream.range(0, events).mapToObj(own::position).toList();
    }

    private List<String> stored() {
        return StoredRow.dense(tables.schema()).stream().map(StoredRow::id).filter(id -> !id.equals("made")).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 150 })
    void theSameIdIsStoredOnceAndTheRestFollowsWithoutAHole(int others) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(1, "a", "b"));
            List<EventData> mixed = events(others, "c", "a", "d", "c", "b", "e");
            Placement own = own(writerOf("another").write(connection, next(), mixed));
            assertThat(positions(own, 7)).containsExactly(4L, 1L, 5L, 4L, 2L, 6L, 7L);
            assertThat(own.repeatedCount()).isEqualTo(3);
            assertThat(own.stored(mixed, EPOCH)).extracting(StoredEvent::position)
                    .containsExactlyElementsOf(LongStream.rangeClosed(4, 6 + others).boxed().toList());
            assertThat(stored()).containsExactly("a", "b", "c", "d", "e");
            assertThat(StoredRow.dense(tables.schema())).hasSize(6 + others);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 150 })
    void aBatchOfRepeatsStoresNothingAndTheNextOneGoesOn(int size) throws SQLException {
        String[] ids = IntStream.range(0, size).mapToObj(i -> "id-" + i).toArray(String[]::new);
        try (Connection connection = RealPostgres.connect()) {
            Receipt first = own(writer.write(connection, next(), events(0, ids))).receipt(events(0, ids), 0, size, EPOCH);
            Written repeated = writer.write(connection, next(), events(0, ids));
            Receipt second = own(repeated).receipt(events(0, ids), 0, size, EPOCH);
            assertThat(second).isEqualTo(new Receipt(first.count(), first.first(), first.last(), first.cursor(), true));
            assertThat(repeated.first()).isZero();
            assertThat(repeated.head()).isZero();
            assertThat(writer.write(connection, next(), events(1)).first()).isEqualTo(size + 1);
            writer.forgetBefore(connection, lastNumber);
            assertThat(writer.write(connection, next(), events(1)).first()).isEqualTo(size + 2);
        }
    }

    @Test
    void topicsHaveIdsOfTheirOwnAndMadeIdsAreNotLookedAt() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            List<EventData> batch = List.of(event("t", "a", true), event("u", "a", true), event("t", "a", false));
            assertThat(own(writer.write(connection, next(), batch)).storedCount()).isEqualTo(3);
            assertThat(own(writer.write(connection, next(), List.of(event("t", "a", false)))).storedCount()).isEqualTo(1);
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.givenId())).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 150 })
    void anAttemptThatIsMadeAgainFindsWhatTheFirstDecided(int others) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(0, "a"));
            List<EventData> batch = events(others, "a", "b", "b", "c");
            Attempt attempt = next();
            Placement first = own(writer.write(connection, attempt, batch));
            // Whatever is remembered by then.
            RealPostgres.execute("DELETE FROM " + tables.givenId());
            Placement again = own(writer.write(connection, new Attempt(attempt.batch(), ++lastNumber, true), batch));
            assertThat(positions(again, batch.size())).isEqualTo(positions(first, batch.size()));
            assertThat(again.repeatedCount()).isEqualTo(first.repeatedCount()).isEqualTo(2);
            assertThat(stored()).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 150 })
    void ofBatchesThatWaitForTheLockTogetherOneStores(int others) throws Exception {
        try (Connection holder = RealPostgres.connect(); var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM " + tables.log() + " FOR UPDATE");
            List<FutureTask<Integer>> batches = LongStream.of(1, 2, 3).mapToObj(name -> new FutureTask<>(() -> {
                try (Connection connection = RealPostgres.connect()) {
                    return own(writerOf("w" + name).write(connection, new Attempt(1, 1, true), events(others, "a", "b")))
                            .storedCount();
                }
            })).toList();
            batches.forEach(batch -> new Thread(batch).start());
            Awaitility.await().until(() -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                    + "'Lock' AND query LIKE '%\"" + tables.schema() + "\".log FOR UPDATE%'") == 3);
            holder.commit();
            int sum = 0;
            for (FutureTask<Integer> batch : batches) {
                sum += batch.get();
            }
            assertThat(sum).isEqualTo(2 + 3 * others);
        }
        assertThat(stored()).containsExactly("a", "b");
    }

    @Test
    void anIdIsForgottenWithTheWindow() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(0, "a", "b"));
            RealPostgres
                    .execute("UPDATE " + tables.givenId() + " SET recorded = recorded - interval '61 minutes' WHERE id = 'a'");
            RealPostgres
                    .execute("UPDATE " + tables.givenId() + " SET recorded = recorded - interval '59 minutes' WHERE id = 'b'");
            assertThat(positions(own(writer.write(connection, next(), events(0, "b", "a"))), 2)).containsExactly(2L, 3L);
            // And is remembered anew from then on.
            assertThat(positions(own(writer.write(connection, next(), events(0, "a"))), 1)).containsExactly(3L);
        }
    }

    @Test
    void idsAreLookedAtAfterTheKeyAndBeforeThePosition() throws SQLException {
        byte[] fingerprint = new byte[] { 1 };
        try (Connection connection = RealPostgres.connect()) {
            Guard guard = new Guard("k", fingerprint, 0L);
            writer.write(connection, next(), events(0, "a", "b"), guard);
            Written byKey = writer.write(connection, next(), events(0, "a", "b"), guard);
            assertThat(byKey.ruling()).isNotNull();
            // Its first success moved the position on.
            Written byIds = writer.write(connection, next(), events(0, "a", "b"), new Guard(null, null, 0L));
            assertThat(own(byIds).repeatedCount()).isEqualTo(2);
            Written mixed = writer.write(connection, next(), events(0, "a", "c"), new Guard("l", fingerprint, 0L));
            assertThat(mixed.own()).isNull();
            assertThat(mixed.ruling()).isNotNull();
            assertThat(mixed.ruling().refusal()).isInstanceOf(UnexpectedPositionException.class);
            Written stored = writer.write(connection, next(), events(0, "a", "c"), new Guard("l", fingerprint, 2L));
            Receipt receipt = own(stored).receipt(events(0, "a", "c"), 0, 2, EPOCH);
            assertThat(receipt).returns(1, Receipt::count).returns(3L, Receipt::first).returns(3L, Receipt::last);
            Receipt remembered = writer.write(connection, next(), events(0, "a", "c"), new Guard("l", fingerprint, 2L)).ruling()
                    .repeated();
            assertThat(remembered).usingRecursiveComparison().ignoringFields("repeated").isEqualTo(receipt);
        }
    }

    private void commit(String topic, @Nullable Boolean given, String... ids) {
        RealPostgres.execute(
                "INSERT INTO " + tables.pending() + " (time, topic_id, kind, id, id_given, payload) SELECT now(), t.id, "
                        + "'moved', i, " + given + ", '1' FROM " + tables.topic() + " t, unnest('{" + String.join(",", ids)
                        + "}'::text[]) WITH ORDINALITY AS u (i, n) WHERE name = '" + topic + "' ORDER BY n");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 150 })
    void aTransactionsRepeatsAreDroppedAndTheRestFollowsWithoutAHole(int others) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(0, "a"));
            commit("t", true, "b", "a", "c", "b");
            commit("t", true, "c", "d");
            commit("t", false, "d");
            // What the batch itself has comes after what was committed.
            Written written = writer.write(connection, next(), events(others, "d", "e"));
            assertThat(written.moved()).extracting(event -> event.data().id()).containsExactly("b", "c", "d", "d");
            assertThat(written.moved()).extracting(StoredEvent::position).containsExactly(2L, 3L, 4L, 5L);
            assertThat(written.movedRepeats()).isEqualTo(3);
            assertThat(positions(own(written), 2)).containsExactly(4L, 6L);
            assertThat(stored()).containsExactly("a", "b", "c", "d", "d", "e");
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.pending())).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 150 })
    void aMoveOfNothingButRepeatsLeavesTheHeadAndGoesOn(int others) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(0, "a"));
            for (int i = 0; i < 3; i++) {
                commit("t", true, "a", "a");
                Written written = writerOf("other").write(connection, next(), events(others));
                assertThat(written.movedRepeats()).isEqualTo(2);
                assertThat(written.moved()).isEmpty();
                assertThat(written.more()).isFalse();
            }
            assertThat(RealPostgres.number("SELECT max(moved_through) FROM " + tables.batch())).isEqualTo(6);
            assertThat(StoredRow.dense(tables.schema())).hasSize(1 + 3 * others);
        }
    }

    @Test
    void whenRepeatsAreMoreThanOneMoveTakesTheRestStillComesFirst() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            writer.write(connection, next(), events(0, "a"));
            String[] repeats = new String[6_000];
            java.util.Arrays.fill(repeats, "a");
            commit("t", true, repeats);
            commit("t", true, "b");
            Written first = writer.write(connection, next(), events(1));
            assertThat(first.more()).isTrue();
            assertThat(first.own()).isNull();
            Written second = writer.write(connection, next(), events(1));
            assertThat(second.moved()).hasSize(1);
            assertThat(second.more()).isFalse();
            assertThat(second.first()).isEqualTo(3);
        }
    }
}
