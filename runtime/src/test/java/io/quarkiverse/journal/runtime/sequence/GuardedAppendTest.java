package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.IdempotencyConflictException;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.Uni;

/** Appends that may be repeated, and conditional ones, from several nodes at once. */
@Timeout(120)
class GuardedAppendTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String schema = RealPostgres.freshSchema();

    private static List<NewEvent> events(int index) {
        return List.of(NewEvent.of(index).withIndex(index).withKey("k"), NewEvent.of("second").withIndex(index).withKey("k"));
    }

    private static Uni<Receipt> once(Journal journal, String key, int index) {
        return journal.appendAll("t", events(index), AppendOptions.idempotent(key));
    }

    private static Receipt await(Uni<Receipt> receipt) {
        return receipt.await().atMost(SOON);
    }

    @Test
    void ofNodesThatRaceForAKeyOneStoresAndAllGetItsReceipt() {
        int keys = 300;
        try (TestNode one = TestNode.start(schema); TestNode other = TestNode.start(schema)) {
            List<List<Uni<Receipt>>> races = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                String key = "key-" + i;
                races.add(List.of(once(one.journal(), key, i), once(other.journal(), key, i), once(one.journal(), key, i)));
            }
            for (List<Uni<Receipt>> race : races) {
                List<Receipt> receipts = race.stream().map(GuardedAppendTest::await).toList();
                assertThat(receipts).filteredOn(receipt -> !receipt.repeated()).hasSize(1);
                assertThat(receipts).extracting(Receipt::first).containsOnly(receipts.get(0).first());
                assertThat(receipts).extracting(Receipt::cursor).containsOnly(receipts.get(0).cursor());
                assertThat(receipts).extracting(Receipt::count).containsOnly(2);
            }
            assertThat(one.history("t")).hasSize(2 * keys);
        }
        assertThat(StoredRow.dense(schema)).extracting(StoredRow::index).containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, 2 * keys).mapToObj(i -> i / 2L).toList());
    }

    @Test
    void ofWritersThatExpectTheSamePositionOneWins() throws Exception {
        int rounds = 50;
        AtomicLong last = new AtomicLong();
        try (TestNode one = TestNode.start(schema); TestNode other = TestNode.start(schema)) {
            for (int round = 0; round < rounds; round++) {
                AppendOptions options = AppendOptions.expecting(last.get());
                List<Uni<Receipt>> writers = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    writers.add((i % 2 == 0 ? one : other).journal().appendAll("t", events(round), options));
                }
                List<Receipt> won = new ArrayList<>();
                List<UnexpectedPositionException> refused = new ArrayList<>();
                for (Uni<Receipt> writer : writers) {
                    try {
                        won.add(await(writer));
                    } catch (UnexpectedPositionException e) {
                        refused.add(e);
                    }
                }
                assertThat(won).hasSize(1);
                assertThat(refused).hasSize(5).extracting(UnexpectedPositionException::actual)
                        .containsOnly(won.get(0).last());
                last.set(won.get(0).last());
            }
            // A refusal was told to its caller: it is no loss.
            assertThat(one.journal().flush(SOON)).isTrue();
            assertThat(other.journal().flush(SOON)).isTrue();
        }
        assertThat(StoredRow.dense(schema)).hasSize(2 * rounds);
    }

    @Test
    void aRetryIsHarmlessHoweverManyAnswersToCommitsAreLost() {
        int cuts = 100;
        List<Receipt> first = new ArrayList<>();
        try (CuttingProxy proxy = new CuttingProxy();
                TestNode node = TestNode.startAt(proxy.url(), schema, "publish.max-backoff", "20MS");
                TestNode other = TestNode.start(schema)) {
            proxy.cutAnswers(2, "COMMIT\0");
            int i = 0;
            for (; proxy.cuts() < cuts; i++) {
                List<NewEvent> events = i % 7 == 0 ? Collections.nCopies(150, events(i).get(0)) : events(i);
                AppendOptions options = AppendOptions.idempotent("key-" + i)
                        .withExpectedPosition(i == 0 ? 0 : first.get(i - 1).last());
                Uni<Receipt> original = node.journal().appendAll("t", events, options);
                Uni<Receipt> retry = (i % 2 == 0 ? node : other).journal().appendAll("t", events, options);
                Receipt receipt = await(original);
                assertThat(await(retry)).usingRecursiveComparison().ignoringFields("repeated").isEqualTo(receipt);
                first.add(receipt);
            }
            proxy.cutNothing();
            List<Event> history = other.history("t");
            assertThat(history).hasSize(first.stream().mapToInt(Receipt::count).sum());
            for (int n = 0; n < i; n++) {
                assertThat(history.get((int) first.get(n).first() - 1).index()).isEqualTo(n);
            }
        }
        StoredRow.dense(schema);
    }

    @Test
    void aThreadsOrderIsKeptAcrossAppendsWithAndWithoutConditions() throws Exception {
        List<Long> published = new ArrayList<>();
        try (TestNode node = TestNode.start(schema)) {
            for (int i = 0; i < 300; i++) {
                if (i % 3 == 0) {
                    once(node.journal(), "key-" + i, i).subscribe().with(receipt -> {
                    });
                    published.add((long) i);
                } else {
                    node.journal().publish("t", events(i).get(0));
                }
                published.add((long) i);
                if (i % 10 == 0) {
                    once(node.journal(), "key-" + i, i).subscribe().with(receipt -> {
                    });
                }
            }
            assertThat(node.journal().flush(SOON)).isTrue();
        }
        assertThat(StoredRow.dense(schema).stream().map(StoredRow::index).filter(i -> i % 10 != 0).toList())
                .isEqualTo(published.stream().filter(i -> i % 10 != 0).toList());
    }

    @Test
    void whatTheDatabaseRefusesFailsAlone() {
        try (TestNode node = TestNode.start(schema)) {
            RealPostgres.execute("ALTER TABLE " + schema + ".event ADD CHECK (kind <> 'poison')");
            Uni<Receipt> before = once(node.journal(), "a", 1);
            Uni<Receipt> poisoned = node.journal().appendAll("t", List.of(events(2).get(0).withKind("poison")),
                    AppendOptions.idempotent("b"));
            Uni<Receipt> after = once(node.journal(), "b", 3);
            assertThat(await(before).first()).isEqualTo(1);
            assertThatThrownBy(() -> await(poisoned)).isInstanceOf(EventLostException.class);
            // Its key was not used.
            assertThat(await(after)).returns(3L, Receipt::first).returns(false, Receipt::repeated);
            assertThatThrownBy(() -> node.journal().flush(SOON)).isInstanceOf(FlushException.class);
        }
    }

    @Test
    void anotherContentUnderAKeyIsRefusedUntilTheWindowIsOver() {
        try (TestNode node = TestNode.start(schema, "idempotency.window", "2S")) {
            assertThat(await(once(node.journal(), "a", 1)).repeated()).isFalse();
            assertThatThrownBy(() -> await(once(node.journal(), "a", 2))).isInstanceOf(IdempotencyConflictException.class)
                    .hasMessageContaining("topic t");
            Awaitility.await().atMost(SOON).ignoreExceptionsInstanceOf(IdempotencyConflictException.class)
                    .until(() -> !await(once(node.journal(), "a", 2)).repeated());
            assertThat(StoredRow.dense(schema)).hasSize(4);
            Awaitility.await().atMost(SOON)
                    .until(() -> RealPostgres.number("SELECT count(*) FROM " + schema + ".receipt") == 0);
        }
    }
}
