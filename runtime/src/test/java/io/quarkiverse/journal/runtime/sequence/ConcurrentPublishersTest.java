package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.Uni;

@Timeout(120)
class ConcurrentPublishersTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EACH = 1_500;

    /** The receipts by the number of the first event that they are about. */
    private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();

    /** One publisher that mixes the three ways to publish. */
    private Void publish(Journal journal, String publisher) throws Exception {
        Map<String, Uni<Receipt>> awaited = new HashMap<>();
        for (int i = 0; i < EACH;) {
            NewEvent event = NewEvent.of(i).withKey(publisher).withIndex(i);
            switch (i % 7) {
                case 3 -> {
                    awaited.put(publisher + "-" + event.index(), journal.append("t", event));
                    i++;
                }
                case 5 -> {
                    List<NewEvent> events = new ArrayList<>();
                    for (int n = 0; n < 3; n++, i++) {
                        events.add(event.withIndex(i));
                    }
                    awaited.put(publisher + "-" + event.index(), journal.appendAll("t", events));
                }
                default -> {
                    journal.publish("t", event);
                    i++;
                }
            }
        }
        assertThat(journal.flush(SOON)).isTrue();
        awaited.forEach((id, receipt) -> receipts.put(id, receipt.await().atMost(SOON)));
        return null;
    }

    @Test
    void positionsAreDenseAndEachPublishersOrderIsKept() throws Exception {
        String schema = RealPostgres.freshSchema();
        try (TestNode one = TestNode.start(schema); TestNode other = TestNode.start(schema)) {
            List<FutureTask<Void>> publishers = Stream.of("a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4")
                    .map(name -> new FutureTask<>(() -> publish((name.startsWith("a") ? one : other).journal(), name)))
                    .toList();
            publishers.forEach(publisher -> new Thread(publisher).start());
            for (FutureTask<Void> publisher : publishers) {
                publisher.get();
            }
        }
        Map<String, List<Long>> indexes = new HashMap<>();
        List<StoredRow> rows = StoredRow.dense(schema);
        rows.forEach(row -> indexes.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row.index()));
        assertThat(indexes).hasSize(8);
        indexes.values().forEach(list -> {
            assertThat(list).hasSizeGreaterThanOrEqualTo(EACH).doesNotHaveDuplicates();
            assertThat(list).isEqualTo(list.stream().sorted().toList());
        });
        receipts.forEach((id, receipt) -> {
            StoredRow first = rows.get((int) receipt.first() - 1);
            assertThat(first.key() + "-" + first.index()).isEqualTo(id);
            assertThat(receipt.last() - receipt.first() + 1).isEqualTo(receipt.count());
            List<StoredRow> together = rows.subList((int) receipt.first() - 1, (int) receipt.last());
            assertThat(together).extracting(StoredRow::key).containsOnly(id.split("-")[0]);
            assertThat(receipt.cursor().position()).isEqualTo(receipt.last());
        });
        assertThat(Collections.min(receipts.values().stream().map(Receipt::count).toList())).isEqualTo(1);
        assertThat(Collections.max(receipts.values().stream().map(Receipt::count).toList())).isEqualTo(3);
    }
}
