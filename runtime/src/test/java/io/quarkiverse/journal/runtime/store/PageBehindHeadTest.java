package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** A reader that is far behind is not told the head again with each page; one that may be near it is. */
class PageBehindHeadTest {

    private static final int PAGE = 10;
    private static final int EVENTS = 55;
    private static final EventFilter TOPIC = EventFilter.of(Subscription.to("t"));

    private static void append(TestNode node, String topic, int count) {
        node.journal().appendAll(topic, IntStream.rangeClosed(1, count).mapToObj(NewEvent::of).toList())
                .await().atMost(Duration.ofSeconds(30));
    }

    private static PageReader pages(TestNode node) {
        return new PageReader(node.node().tables(), node.node().topics(), node.node().rows(), PAGE, 1 << 20);
    }

    private static Page readOn(PageReader pages, Connection connection, Page page, List<Long> found) throws SQLException {
        page.events().stream().map(StoredEvent::position).forEach(found::add);
        return pages.read(connection, PageRequest.behind(page, TOPIC, 0, Integer.MAX_VALUE));
    }

    @Test
    void pagesThatAreFullEndAtTheirLastEventAndTheLastOneAtTheHead() throws SQLException {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema()); Connection connection = RealPostgres.connect()) {
            append(node, "t", EVENTS);
            PageReader pages = pages(node);
            List<Long> found = new ArrayList<>();
            Page page = pages.read(connection, PageRequest.after(0, TOPIC, 0));
            append(node, "t", 3);
            page = readOn(pages, connection, page, found);
            assertThat(page.head()).as("known before the last three came").isEqualTo(EVENTS);
            while (page.through() < page.head()) {
                assertThat(page.cursor()).isEqualTo(page.events().get(page.events().size() - 1).cursor());
                page = readOn(pages, connection, page, found);
            }
            page.events().stream().map(StoredEvent::position).forEach(found::add);

            assertThat(found).containsExactlyElementsOf(LongStream.rangeClosed(1, EVENTS + 3).boxed().toList());
            assertThat(page.through()).isEqualTo(EVENTS + 3L);
        }
    }

    @Test
    void aPageThatDoesNotGetFullConcludesNothingFromAHeadThatIsKnown() throws SQLException {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema()); Connection connection = RealPostgres.connect()) {
            append(node, "t", 5);
            append(node, "other", EVENTS);
            // As before a backup was restored: this node knows of a head that the journal does not have any more.
            Page page = pages(node).read(connection, new PageRequest(0, TOPIC, 0, Integer.MAX_VALUE, 1_000, null));

            assertThat(page.events()).hasSize(5);
            assertThat(page.through()).isEqualTo(EVENTS + 5L);
            assertThat(page.head()).isEqualTo(EVENTS + 5L);
        }
    }

    @Test
    void aPageOfLargeEventsEndsWithTheOneThatFillsIt() throws SQLException {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema()); Connection connection = RealPostgres.connect()) {
            NewEvent large = NewEvent.of("x".repeat(10_000));
            node.journal().appendAll("t", List.of(large, large, large, large)).await().atMost(Duration.ofSeconds(30));
            PageReader pages = new PageReader(node.node().tables(), node.node().topics(), node.node().rows(), PAGE, 25_000);
            Page page = pages.read(connection, PageRequest.after(0, TOPIC, 0));

            assertThat(page.events()).hasSize(3);
            assertThat(page.through()).isEqualTo(3);
        }
    }

    /** Behind the head something may become visible between two reads: what is not behind it is not read as two pages. */
    @Test
    void twoPagesAreReadAtOnceOnlyFarBehindTheHeadAndWhereMostIsWanted() {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            PageReader pages = pages(node);
            Density dense = new Density(PAGE, PAGE, 1_000);
            long window = pages.window(new PageRequest(0, TOPIC, 0, Integer.MAX_VALUE, 1_000, dense));
            assertThat(window).isBetween(PAGE / 2L, (long) PAGE);
            assertThat(pages.window(new PageRequest(0, TOPIC, 0, Integer.MAX_VALUE, 2 * window + 1, dense))).isEqualTo(window);
            assertThat(pages.window(new PageRequest(0, TOPIC, 0, Integer.MAX_VALUE, 2 * window, dense))).isZero();
            assertThat(pages.window(new PageRequest(0, TOPIC, 0, Integer.MAX_VALUE, 1_000, null))).isZero();
            assertThat(pages.window(new PageRequest(0, EventFilter.of(Subscription.to("t").kinds("rare")), 0,
                    Integer.MAX_VALUE, 1_000, dense))).isZero();
        }
    }
}
