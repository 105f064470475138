package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** A filter that lets little through is answered piece by piece, and each piece says where it ends. */
class PageWindowTest {

    private static final int WINDOW = 50;
    private static final int EVENTS = 220;

    @Test
    void pagesOfASparseFilterEndSoonAndNameTheirEnd() throws SQLException {
        String schema = RealPostgres.freshSchema();
        try (TestNode node = TestNode.start(schema); Connection connection = RealPostgres.connect()) {
            node.journal().appendAll("t", IntStream.rangeClosed(1, EVENTS)
                    .mapToObj(i -> NewEvent.of(i).withKind(i == 7 || i == 120 ? "rare" : "common")).toList())
                    .await().atMost(Duration.ofSeconds(30));
            List<Event> all = node.history("t");
            PageReader pages = new PageReader(node.node().tables(), node.node().topics(), node.node().rows(), 1_000, 1 << 20,
                    WINDOW);

            List<Long> found = new ArrayList<>();
            List<Long> ends = new ArrayList<>();
            Page page;
            long after = 0;
            do {
                page = pages.read(connection,
                        PageRequest.after(after, EventFilter.of(Subscription.to("t").kinds("rare")), 0));
                page.events().stream().map(StoredEvent::position).forEach(found::add);
                assertThat(page.through()).isGreaterThan(after);
                assertThat(page.cursor()).isEqualTo(all.get((int) page.through() - 1).cursor());
                after = page.through();
                ends.add(after);
            } while (page.through() < page.head());
            assertThat(found).containsExactly(7L, 120L);
            assertThat(ends).containsExactly(50L, 100L, 150L, 200L, 220L);
        }
    }

    @Test
    void whatAnIndexFindsAtOnceIsNotCutIntoPieces() throws SQLException {
        String schema = RealPostgres.freshSchema();
        try (TestNode node = TestNode.start(schema); Connection connection = RealPostgres.connect()) {
            node.journal().appendAll("busy", IntStream.rangeClosed(1, EVENTS).mapToObj(NewEvent::of).toList())
                    .await().atMost(Duration.ofSeconds(30));
            node.journal().append("quiet", 1).await().atMost(Duration.ofSeconds(30));
            Cursor last = node.journal().append("busy", 1).await().atMost(Duration.ofSeconds(30)).cursor();
            PageReader pages = new PageReader(node.node().tables(), node.node().topics(), node.node().rows(), 1_000, 1 << 20,
                    WINDOW);

            Page page = pages.read(connection, PageRequest.after(0, EventFilter.of(Subscription.to("quiet")), 0));
            assertThat(page.events()).extracting(StoredEvent::position).containsExactly(EVENTS + 1L);
            assertThat(page.through()).isEqualTo(EVENTS + 2L);
            assertThat(page.cursor()).isEqualTo(last);
            assertThat(pages.read(connection, PageRequest.after(0, EventFilter.of(Subscription.toAll()), 0)).events())
                    .hasSize(EVENTS + 2);
            assertThat(
                    pages.read(connection, PageRequest.after(EVENTS + 2, EventFilter.of(Subscription.to("quiet")), 0)).cursor())
                    .isNull();
        }
    }

    @Test
    void aSparseFilterIsAnsweredPieceByPieceAlsoFarBehindAHead() throws SQLException {
        String schema = RealPostgres.freshSchema();
        try (TestNode node = TestNode.start(schema); Connection connection = RealPostgres.connect()) {
            node.journal().appendAll("t", IntStream.rangeClosed(1, EVENTS)
                    .mapToObj(i -> NewEvent.of(i).withKind(i == 120 ? "rare" : "common")).toList())
                    .await().atMost(Duration.ofSeconds(30));
            PageReader pages = new PageReader(node.node().tables(), node.node().topics(), node.node().rows(), 1, 1 << 20,
                    WINDOW);
            EventFilter rare = EventFilter.of(Subscription.to("t").kinds("rare"));

            Page page = pages.read(connection, new PageRequest(0, rare, 0, 1, EVENTS, null));
            assertThat(page.events()).isEmpty();
            assertThat(page.through()).isEqualTo(WINDOW);
        }
    }
}
