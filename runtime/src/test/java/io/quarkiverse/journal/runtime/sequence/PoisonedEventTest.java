package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.Uni;

@Timeout(120)
class PoisonedEventTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String schema = RealPostgres.freshSchema();
    private final TestNode node = TestNode.start(schema);
    private final CapturedLog log = CapturedLog.ofPackage(Sequencer.class);

    @BeforeEach
    void poison() {
        RealPostgres.execute("ALTER TABLE " + schema + ".event ADD CHECK (kind <> 'poison')");
    }

    @AfterEach
    void end() {
        log.close();
        node.close();
    }

    private static NewEvent event(int index, boolean poison) {
        return NewEvent.of("secret").withIndex(index).withId("id-" + index).withKind(poison ? "poison" : "event");
    }

    private void flushLoses(long count) {
        assertThatThrownBy(() -> node.journal().flush(SOON)).isInstanceOfSatisfying(FlushException.class,
                e -> assertThat(e.lost()).isEqualTo(count));
    }

    @Test
    void failsAloneAndTheOthersOfItsBatchKeepTheirOrder() {
        List<Long> healthy = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            boolean poison = i == 0 || i == 1_234 || i == 1_235 || i == 2_999;
            node.journal().publish("t", event(i, poison));
            if (!poison) {
                healthy.add((long) i);
            }
        }
        flushLoses(4);
        assertThat(StoredRow.dense(schema)).extracting(StoredRow::index).containsExactlyElementsOf(healthy);
        assertThat(log.errors()).hasSize(4).allSatisfy(line -> assertThat(line).contains("23514").doesNotContain("secret"));
        assertThat(log.errors().get(1)).contains("id-1234");
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void itsReceiptFailsAndTheFlushCountsIt() throws Exception {
        Uni<Receipt> before = node.journal().append("t", event(1, false));
        Uni<Receipt> poisoned = node.journal().append("t", event(2, true));
        Uni<Receipt> after = node.journal().append("t", event(3, false));
        assertThatThrownBy(() -> poisoned.await().atMost(SOON)).isInstanceOf(EventLostException.class)
                .hasMessageContaining("23514");
        assertThat(before.await().atMost(SOON).first()).isEqualTo(1);
        assertThat(after.await().atMost(SOON).first()).isEqualTo(2);
        flushLoses(1);
        assertThat(node.journal().flush(SOON)).isTrue();
    }

    /** What a transaction does, without its manager. */
    private void commit(int... indexes) {
        String rows = IntStream.of(indexes)
                .mapToObj(i -> "(now(), 1, '" + (i < 0 ? "poison" : "event") + "', 'id-" + i + "', " + i + ", '\"secret\"')")
                .collect(Collectors.joining(","));
        RealPostgres.execute("INSERT INTO " + schema + ".pending (time, topic_id, kind, id, index, payload) VALUES " + rows);
    }

    private List<Long> indexes() {
        return StoredRow.dense(schema).stream().map(StoredRow::index).toList();
    }

    private long refused() {
        return RealPostgres.number("SELECT count(*) FROM " + schema + ".refused");
    }

    @Test
    void amongCommittedTransactionsIsPutAsideAndNothingElse() {
        node.journal().append("t", event(1, false)).await().atMost(SOON);
        commit(2, -3, 4, -5);
        commit(6);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(indexes()).containsExactly(1L, 2L, 4L, 6L));
        assertThat(log.errors()).isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("topic t", "23514", "event_kind_check",
                        schema + "\".refused").doesNotContain("secret"));
        assertThat(log.errors().get(0)).contains("id--3");
        assertThat(log.warnings()).isEmpty();
        assertThat(refused()).isEqualTo(2);
        assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".pending")).isZero();
        assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".refused WHERE sqlstate = '23514' "
                + "AND reason LIKE '%event_kind_check%' AND payload::text = '\"secret\"' AND topic_id = 1")).isEqualTo(2);
    }

    @Test
    void amongCommittedTransactionsDoesNotHoldUpWhatIsAppended() {
        node.journal().append("t", event(1, false)).await().atMost(SOON);
        for (int i = 2; i <= 20; i += 2) {
            commit(-i);
            assertThat(node.journal().append("t", event(i + 1, false)).await().atMost(SOON).first()).isEqualTo(i / 2 + 1);
        }
        assertThat(refused()).isEqualTo(10);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void manyOfThemArePutAsideTogether() {
        node.journal().append("t", event(1, false)).await().atMost(SOON);
        commit(IntStream.rangeClosed(2, 251).map(i -> i % 10 == 0 ? i : -i).toArray());
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(indexes()).hasSize(26));
        assertThat(refused()).isEqualTo(225);
        assertThat(log.errors()).hasSizeBetween(3, 4);
    }

    @Test
    void ofTwoThatAnIndexDoesNotTakeTogetherTheFirstIsStored() {
        node.journal().append("t", event(1, false)).await().atMost(SOON);
        RealPostgres.execute("CREATE UNIQUE INDEX ON " + schema + ".event_1 (index)");
        commit(2, 2, 1, 3);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(indexes()).containsExactly(1L, 2L, 3L));
        assertThat(refused()).isEqualTo(2);
    }

    @Test
    void isPublishedWhenItIsPutBackAndNothingRefusesIt() {
        node.journal().append("t", event(1, false)).await().atMost(SOON);
        commit(-2, -3);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(refused()).isEqualTo(2));
        RealPostgres.execute("ALTER TABLE " + schema + ".event DROP CONSTRAINT event_kind_check");
        RealPostgres.execute(
                ("""
                        WITH again AS (DELETE FROM journal.refused RETURNING *)
                        INSERT INTO journal.pending (index, time, topic_id, kind, id, id_given, key, correlation_id, run, step, headers, payload)
                        SELECT index, time, topic_id, kind, id, id_given, key, correlation_id, run, step, headers, payload
                        FROM again ORDER BY ticket""")
                        .replace("journal.", schema + "."));
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(indexes()).containsExactly(1L, -2L, -3L));
        assertThat(refused()).isZero();
    }

    @Test
    void takesItsWholeAtomicAppendWithItAndNothingElse() {
        List<NewEvent> list = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            list.add(event(i, i == 150));
        }
        Uni<Receipt> first = node.journal().append("t", event(1_000, false));
        Uni<Receipt> poisoned = node.journal().appendAll("t", list);
        Uni<Receipt> last = node.journal().append("t", event(1_001, false));
        assertThatThrownBy(() -> poisoned.await().atMost(SOON)).isInstanceOf(EventLostException.class);
        assertThat(first.await().atMost(SOON).last()).isEqualTo(1);
        assertThat(last.await().atMost(SOON).last()).isEqualTo(2);
        flushLoses(200);
        assertThat(StoredRow.dense(schema)).extracting(StoredRow::index).containsExactly(1_000L, 1_001L);
    }
}
