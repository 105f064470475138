package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Two pages in one leave out nothing, whatever the guess was worth that the second one was read by. */
class ReadAheadTest {

    private static final int PAGE = 40;
    private static final int PAGE_BYTES = 40_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestNode node = TestNode.start(RealPostgres.freshSchema());
    private final AgroalDataSource application = RealPostgres.applicationPool(RealPostgres.url());
    private final JournalPools pools = new JournalPools(application, 4, PATIENCE, PATIENCE);
    private final ReaderConnections connections = new ReaderConnections(pools, 4);
    private final ReadAhead pages = new ReadAhead(connections, new PageReader(node.node().tables(), node.node().topics(),
            node.node().rows(), PAGE, PAGE_BYTES));
    private final Random random = new Random(7);
    private final List<Long> wanted = new ArrayList<>();

    @AfterEach
    void close() {
        connections.close();
        pools.close();
        application.close();
        node.close();
    }

    /** Events of two topics, in stretches of which each has another share of the one, and of another size. */
    @BeforeEach
    void append() {
        for (int stretch = 0; stretch < 40; stretch++) {
            int others = random.nextInt(6);
            int size = random.nextInt(10) == 0 ? 3_000 : 10;
            for (int i = 0; i < 10; i++) {
                wanted.add(append("t", 12, size));
                for (int k = 1; k < 12; k++) {
                    wanted.add(wanted.get(wanted.size() - 1) + 1);
                }
                if (others > 0) {
                    append("other", 12 * others, 10);
                }
            }
        }
    }

    private long append(String topic, int count, int size) {
        NewEvent event = NewEvent.of("x".repeat(size));
        return node.journal().appendAll(topic, Collections.nCopies(count, event)).await().atMost(PATIENCE).first();
    }

    private Page read(PageRequest request) {
        return pages.page(request).await().atMost(PATIENCE);
    }

    @Test
    void everythingComesOnceAndInOrder() {
        EventFilter filter = EventFilter.of(Subscription.to("t"));
        List<Long> found = new ArrayList<>();
        int pairs = 0;
        int alone = 0;
        Page page = read(PageRequest.after(0, filter, 0));
        page.events().stream().map(StoredEvent::position).forEach(found::add);
        while (page.through() < page.head()) {
            page = read(PageRequest.behind(page, filter, 0, Integer.MAX_VALUE));
            page.events().stream().map(StoredEvent::position).forEach(found::add);
            assertThat(page.events().size()).isLessThanOrEqualTo(2 * PAGE);
            if (page.events().size() > PAGE) {
                pairs++;
            } else {
                alone++;
            }
        }

        assertThat(found).containsExactlyElementsOf(wanted);
        assertThat(pairs).as("pages that were two").isGreaterThan(10);
        assertThat(alone).as("pages whose guess was wrong, or who had none").isGreaterThan(10);
    }

    @Test
    void whatWasRemovedMeanwhileIsTold() throws SQLException {
        EventFilter filter = EventFilter.of(Subscription.to("t"));
        Page page = read(PageRequest.after(0, filter, 0));
        long floor = wanted.get(PAGE + 10);
        try (var connection = RealPostgres.connect(); var statement = connection.createStatement()) {
            statement.execute("UPDATE %s SET floor = %d, trimmed = 1 WHERE name = 't'"
                    .formatted(node.node().tables().topic(), floor));
            statement.execute("UPDATE %s SET trims = 1, highest_floor = %d".formatted(node.node().tables().log(), floor));
        }
        Page next = read(PageRequest.behind(page, filter, 0, Integer.MAX_VALUE));

        assertThat(next.raised().trims()).isEqualTo(1);
        assertThat(next.raised().topics()).extracting(Trimmed::floor).containsExactly(floor);
        assertThat(next.events()).allMatch(event -> event.position() > floor);
        assertThat(next.events()).isNotEmpty();
    }

    @Test
    void aHeadThatTheJournalHasNoMoreLeadsNowhere() {
        EventFilter filter = EventFilter.of(Subscription.to("t"));
        long last = wanted.get(wanted.size() - 1);
        // As if a backup had been restored that ends here, while this node knows of much more.
        Page page = read(new PageRequest(last - 5, filter, 0, Integer.MAX_VALUE, last + 100_000,
                new Density(1_000, 40, 4_000)));

        assertThat(page.events()).extracting(StoredEvent::position)
                .containsExactly(last - 4, last - 3, last - 2, last - 1, last);
        assertThat(page.through()).as("not behind what can be seen").isEqualTo(last);
    }

    @Test
    void whereOthersWouldWaitForItNobodyReadsTwoPagesAtOnce() {
        CompletableFuture<Integer> over = new CompletableFuture<>();
        List<CompletableFuture<Integer>> others = IntStream.range(0, 3).mapToObj(i -> connections.submit(c -> over.join()))
                .toList();
        EventFilter filter = EventFilter.of(Subscription.to("t"));
        Page page = read(PageRequest.after(0, filter, 0));
        for (int i = 0; i < 20; i++) {
            page = read(PageRequest.behind(page, filter, 0, Integer.MAX_VALUE));
            assertThat(page.events().size()).isLessThanOrEqualTo(PAGE);
        }
        over.complete(1);
        others.forEach(CompletableFuture::join);
    }
}
