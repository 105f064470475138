package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.Uni;

/** Events whose ids their publishers gave, again and again, from several nodes at once. */
@Timeout(120)
class RepeatedIdTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String schema = RealPostgres.freshSchema();

    private static NewEvent event(int id) {
        return NewEvent.of(id).withId("id-" + id);
    }

    private static List<NewEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(RepeatedIdTest::event).toList();
    }

    private static Receipt await(Uni<Receipt> receipt) {
        return receipt.await().atMost(SOON);
    }

    @Test
    void anAppendThatIsMadeAgainGetsTheFirstReceipt() {
        try (TestNode node = TestNode.start(schema); TestNode other = TestNode.start(schema)) {
            Receipt single = await(node.journal().append("t", event(1)));
            Receipt several = await(node.journal().appendAll("t", events(2, 300)));
            assertThat(single.repeated()).isFalse();
            assertThat(several).returns(298, Receipt::count).returns(2L, Receipt::first).returns(299L, Receipt::last);
            await(other.journal().append("t", "something else"));

            // Also with other content: the first one stands.
            assertThat(await(other.journal().append("t", NewEvent.of("other").withId("id-1"))))
                    .isEqualTo(new Receipt(1, 1, 1, single.cursor(), true));
            assertThat(await(other.journal().appendAll("t", events(2, 300))))
                    .isEqualTo(new Receipt(298, 2, 299, several.cursor(), true));
            assertThat(await(other.journal().append("u", event(1))).repeated()).isFalse();
            assertThat(other.history("t")).hasSize(300).first().returns("1", event -> event.payload().value());
        }
    }

    @Test
    void anAppendThatIsNewInPartStoresThatPart() {
        try (TestNode node = TestNode.start(schema)) {
            await(node.journal().appendAll("t", events(0, 10)));
            Receipt receipt = await(node.journal().appendAll("t", events(5, 15)));
            assertThat(receipt).returns(5, Receipt::count).returns(11L, Receipt::first).returns(15L, Receipt::last)
                    .returns(false, Receipt::repeated);
            // What is there already, wherever: from the first to the last of it.
            assertThat(await(node.journal().appendAll("t", events(5, 15)))).isEqualTo(
                    new Receipt(10, 6, 15, receipt.cursor(), true));
            Receipt twice = await(node.journal().appendAll("t", List.of(event(20), event(20), event(21))));
            assertThat(twice).returns(2, Receipt::count).returns(16L, Receipt::first).returns(17L, Receipt::last);
            assertThat(node.history("t")).extracting(Event::id).doesNotHaveDuplicates().hasSize(17);
        }
    }

    @Test
    void aPublishThatIsMadeAgainIsDroppedAndNoLoss() throws Exception {
        try (TestNode node = TestNode.start(schema)) {
            for (int i = 0; i < 2_000; i++) {
                node.journal().publish("t", event(i % 500));
                if (i % 3 == 0) {
                    node.journal().publish("t", "made");
                }
            }
            assertThat(node.journal().flush(SOON)).isTrue();
            assertThat(node.history("t")).filteredOn(event -> event.id().startsWith("id-")).extracting(Event::id)
                    .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "id-" + i).toList());
            assertThat(StoredRow.dense(schema)).hasSize(500 + 667);
        }
    }

    /** Two of the nodes lose the answers to commits, and everybody publishes everything. */
    @Test
    void eachIdIsStoredOnceWhoeverPublishesItWhateverAnswersAreLost() throws Exception {
        int ids = 3_000;
        List<Receipt> receipts = Collections.synchronizedList(new ArrayList<>());
        try (CuttingProxy proxy = new CuttingProxy();
                TestNode cut = TestNode.startAt(withStatementsAsText(proxy.url()), schema, "publish.max-backoff", "20MS");
                TestNode whole = TestNode.start(schema)) {
            proxy.cutAnswers(2, "COMMIT\0");
            List<Thread> publishers = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                Journal journal = (p % 2 == 0 ? cut : whole).journal();
                Random random = new Random(p);
                publishers.add(new Thread(() -> publishAll(journal, ids, random, receipts)));
            }
            publishers.forEach(Thread::start);
            for (Thread publisher : publishers) {
                publisher.join();
            }
            proxy.cutNothing();
            assertThat(cut.journal().flush(SOON)).isTrue();
            assertThat(whole.journal().flush(SOON)).isTrue();
            assertThat(proxy.cuts()).isPositive();
            assertThat(cut.history("t")).extracting(Event::id).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, ids).mapToObj(i -> "id-" + i).toList());
        }
        List<StoredRow> rows = StoredRow.dense(schema);
        assertThat(rows).hasSize(ids);
        // Of all the appends those that stored something say so, and none of them says what another one does.
        assertThat(receipts.stream().filter(receipt -> !receipt.repeated())
                .flatMapToLong(receipt -> java.util.stream.LongStream.rangeClosed(receipt.first(), receipt.last())).boxed())
                .doesNotHaveDuplicates();
    }

    private static void publishAll(Journal journal, int ids, Random random, List<Receipt> receipts) {
        for (int i = 0; i < ids;) {
            int count = random.nextInt(20) == 0 ? 130 : 1 + random.nextInt(5);
            int end = Math.min(ids, i + count);
            if (random.nextInt(3) == 0) {
                receipts.add(await(journal.appendAll("t", events(i, end))));
            } else {
                events(i, end).forEach(event -> journal.publish("t", event));
            }
            i = end;
        }
    }

    /** Otherwise the driver names a statement that it repeats, and the proxy sees no more of the text. */
    private static String withStatementsAsText(String url) {
        return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    }

    @Test
    void anIdIsNewAgainAfterTheWindow() {
        try (TestNode node = TestNode.start(schema, "idempotency.window", "2S")) {
            assertThat(await(node.journal().append("t", event(1))).repeated()).isFalse();
            assertThat(await(node.journal().append("t", event(1))).repeated()).isTrue();
            Awaitility.await().atMost(SOON).until(() -> !await(node.journal().append("t", event(1))).repeated());
            assertThat(StoredRow.dense(schema)).hasSize(2);
            Awaitility.await().atMost(SOON)
                    .until(() -> RealPostgres.number("SELECT count(*) FROM " + schema + ".given_id") == 0);
        }
    }
}
