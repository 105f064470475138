package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.CuttingProxy;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * The answers to commits are lost, one in two of them: nothing may be lost with them, and nothing be written twice.
 */
@Timeout(600)
class CommitCutTest {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int CUTS = 300;

    private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();
    private volatile boolean enough;

    /** @param journals if several, in turn, each event awaited: so the way without cuts keeps the pace of the one with them */
    private void publish(List<Journal> journals, int publisher, List<Integer> counts) {
        int i = 0;
        while (!enough) {
            Journal journal = journals.get(i % journals.size());
            NewEvent event = NewEvent.of(i).withKey("p" + publisher).withIndex(i);
            if (i % 5 == 0 || journals.size() > 1) {
                Receipt receipt = journal.append("t", event).await().atMost(SOON);
                receipts.put(publisher + "-" + event.index(), receipt);
                i++;
            } else if (i % 1_501 == 1) {
                // Larger than what goes in one round trip.
                List<NewEvent> list = new ArrayList<>();
                for (int n = 0; n < 150; n++, i++) {
                    list.add(event.withIndex(i));
                }
                receipts.put(publisher + "-" + event.index(), journal.appendAll("t", list).await().atMost(SOON));
            } else {
                journal.publish("t", event);
                i++;
            }
        }
        synchronized (counts) {
            counts.add(i);
        }
    }

    /** Otherwise the driver names a statement that it repeats, and the proxy sees no more of the text. */
    private static String withStatementsAsText(String url) {
        return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    }

    /** Not the event's id: an id that its publisher gives would be stored once anyway. */
    private static String number(StoredRow row) {
        return row.key().substring(1) + "-" + row.index();
    }

    @Test
    void losesNothingAndRepeatsNothing() throws Exception {
        String schema = RealPostgres.freshSchema();
        List<Integer> counts = new ArrayList<>();
        try (CuttingProxy proxy = new CuttingProxy();
                TestNode node = TestNode.startAt(withStatementsAsText(proxy.url()), schema, "publish.max-backoff", "20MS",
                        "publish.block-timeout",
                        "60S");
                TestNode other = TestNode.start(schema)) {
            // The statement to its end: to log in, a connection is told of READ COMMITTED.
            proxy.cutAnswers(2, "COMMIT\0");
            List<Thread> publishers = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                publishers.add(new Thread(() -> publish(
                        publisher == 3 ? List.of(other.journal(), node.journal()) : List.of(node.journal()), publisher,
                        counts)));
            }
            publishers.forEach(Thread::start);
            Awaitility.await().atMost(SOON).until(() -> proxy.cuts() >= CUTS);
            enough = true;
            proxy.cutNothing();
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(node.journal().flush(SOON)).isTrue();
            assertThat(other.journal().flush(SOON)).isTrue();
        }
        List<StoredRow> rows = StoredRow.dense(schema);
        assertThat(counts).hasSize(4);
        assertThat(rows).hasSize(counts.stream().mapToInt(count -> count).sum());
        assertThat(rows).extracting(StoredRow::id).doesNotHaveDuplicates();
        assertThat(rows).extracting(CommitCutTest::number).doesNotHaveDuplicates();
        receipts.forEach((number, receipt) -> assertThat(number(rows.get((int) receipt.first() - 1))).isEqualTo(number));
        for (int p = 0; p < 4; p++) {
            String key = "p" + p;
            List<Long> indexes = rows.stream().filter(row -> row.key().equals(key)).map(StoredRow::index).toList();
            assertThat(indexes).isEqualTo(indexes.stream().sorted().toList());
        }
    }
}
