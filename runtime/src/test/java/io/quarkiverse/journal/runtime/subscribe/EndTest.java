package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.HistoryRange;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * The end of a topic, as its readers get it. Positions 1 to 6 are of the topics done and open by turns, 7 is the end of done, 8
 * and 9 are of open.
 */
@Timeout(60)
class EndTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant TIME = Instant.parse("2026-11-20T04:00:00Z");
    private static final String SCHEMA = RealPostgres.freshSchema();
    private static TestNode node;
    /** Knows of the topic only by the database. */
    private static TestNode later;

    @BeforeAll
    static void aClosedTopic() {
        node = TestNode.start(SCHEMA);
        for (int i = 1; i <= 6; i++) {
            append(node, i % 2 == 1 ? "done" : "open", i);
        }
        assertThat(node.journal().close("done").await().atMost(SOON)).isEqualTo(7);
        append(node, "open", 8);
        append(node, "open", 9);
        later = TestNode.start(SCHEMA, "tail.buffer-size", "2", "read.page-size", "1");
    }

    @AfterAll
    static void end() {
        node.close();
        later.close();
    }

    static List<TestNode> nodes() {
        return List.of(node, later);
    }

    private static void append(TestNode node, String topic, int value) {
        node.journal().append(topic, NewEvent.of(value).withKey("k" + value).withTime(TIME.plusSeconds(value))).await()
                .atMost(SOON);
    }

    private static List<Frame> all(TestNode node, Subscription subscription) {
        return node.journal().subscribe(subscription).collect().asList().await().atMost(SOON);
    }

    private static List<Frame> first(TestNode node, Subscription subscription, int count) {
        return node.journal().subscribe(subscription).select().first(count).collect().asList().await().atMost(SOON);
    }

    /** A frame in short. */
    private static String shortly(Frame frame) {
        if (frame instanceof Event event) {
            return Long.toString(event.position());
        }
        if (frame instanceof CaughtUp caughtUp) {
            return "caught-up " + caughtUp.position() + " at " + caughtUp.cursor().position();
        }
        if (frame instanceof End end) {
            return "end " + end.position() + " at " + end.cursor().position();
        }
        if (frame instanceof TopicClosed closed) {
            return closed.topic() + " " + closed.position() + " at " + closed.cursor().position();
        }
        return frame.toString();
    }

    private static List<String> shortly(List<Frame> frames) {
        return frames.stream().map(EndTest::shortly).toList();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void whoComesLaterGetsAllEventsTheSentinelAndTheEnd(TestNode reader) {
        for (Subscription subscription : List.of(Subscription.to("done"), Subscription.to("done").untilCaughtUp())) {
            assertThat(shortly(all(reader, subscription)))
                    .containsExactly("1", "3", "5", "caught-up 9 at 6", "end 7 at 7");
        }
        assertThat(shortly(all(reader, Subscription.to("done").withoutSentinel()))).containsExactly("1", "3", "5",
                "end 7 at 7");
        assertThat(reader.journal().events(Subscription.to("done")).collect().asList().await().atMost(SOON)).hasSize(3);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void noFilterHidesTheEnd(TestNode reader) {
        assertThat(shortly(all(reader, Subscription.to("done").kinds("none")))).containsExactly("caught-up 9 at 6",
                "end 7 at 7");
        assertThat(shortly(all(reader, Subscription.to("done").keys("k3")))).containsExactly("3", "caught-up 9 at 6",
                "end 7 at 7");
        assertThat(shortly(all(reader, Subscription.to("done").since(Start.after(TIME.plusSeconds(1_000_000))))))
                .containsExactly("caught-up 9 at 6", "end 7 at 7");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void whoBreaksOffAnywhereStillGetsTheEnd(TestNode reader) {
        List<Frame> frames = all(reader, Subscription.to("done"));
        List<Cursor> cursors = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame instanceof Event event) {
                cursors.add(event.cursor());
            } else if (frame instanceof CaughtUp caughtUp) {
                cursors.add(caughtUp.cursor());
            } else if (frame instanceof End end) {
                cursors.add(end.cursor());
            }
        }
        for (int i = 0; i < cursors.size() - 1; i++) {
            List<String> rest = shortly(all(reader, Subscription.to("done").since(Start.after(cursors.get(i)))));
            assertThat(rest).hasSize(frames.size() - Math.min(i, 2) - 1).endsWith("caught-up 9 at 6", "end 7 at 7");
        }
        // Who had it gets it again, and nothing else.
        assertThat(shortly(all(reader, Subscription.to("done").since(Start.after(cursors.get(4))))))
                .containsExactly("caught-up 9 at 9", "end 7 at 7");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void whoStartsAtOrAfterTheEndGetsItOnly(TestNode reader) {
        for (Start start : List.of(Start.after(7), Start.after(8), Start.after(9), Start.latest())) {
            assertThat(shortly(all(reader, Subscription.to("done").since(start))))
                    .containsExactly("caught-up 9 at 9", "end 7 at 7");
        }
        assertThat(shortly(all(reader, Subscription.to("done").since(Start.after(6)))))
                .containsExactly("caught-up 9 at 6", "end 7 at 7");
        // Beyond the head it is another history that is asked for.
        assertThat(shortly(all(reader, Subscription.to("done").since(Start.after(10)))).subList(1, 6))
                .containsExactly("1", "3", "5", "caught-up 9 at 6", "end 7 at 7");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void readersOfSeveralTopicsAreToldInItsPlaceAndGoOn(TestNode reader) {
        assertThat(shortly(first(reader, Subscription.toAll(), 10)))
                .containsExactly("1", "2", "3", "4", "5", "6", "done 7 at 7", "8", "9", "caught-up 9 at 9");
        assertThat(shortly(first(reader, Subscription.to("done", "open").keys("k1", "k9"), 4)))
                .containsExactly("1", "done 7 at 7", "9", "caught-up 9 at 9");
        assertThat(shortly(first(reader, Subscription.to("do*"), 5)))
                .containsExactly("1", "3", "5", "done 7 at 7", "caught-up 9 at 9");
        assertThat(shortly(first(reader, Subscription.to("open"), 6)))
                .containsExactly("2", "4", "6", "8", "9", "caught-up 9 at 9");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("nodes")
    void historiesLeaveItOut(TestNode reader) {
        for (Subscription subscription : List.of(Subscription.toAll(), Subscription.to("done"),
                Subscription.to("done").keys("k1", "k3", "k5"))) {
            HistoryPage page = reader.node().history()
                    .page(new HistoryRange(EventFilter.of(subscription), null, null, false), Start.earliest(), null, 100)
                    .await()
                    .atMost(SOON);
            assertThat(page.events()).hasSize(subscription.topics().isEmpty() ? 8 : 3)
                    .noneMatch(event -> event.data().isEnd());
            assertThat(page.more()).isFalse();
        }
    }

    @Test
    void liveReadersOfEveryNodeGetIt() throws Exception {
        try (TestNode here = TestNode.start(RealPostgres.freshSchema());
                TestNode there = TestNode.start(here.node().tables().schema())) {
            List<CompletableFuture<List<Frame>>> readers = new ArrayList<>();
            List<CompletableFuture<CaughtUp>> caughtUp = new ArrayList<>();
            for (TestNode reader : List.of(here, there)) {
                for (Subscription subscription : List.of(Subscription.to("t"), Subscription.to("t").kinds("none"),
                        Subscription.to("t", "u"))) {
                    CompletableFuture<CaughtUp> sentinel = new CompletableFuture<>();
                    caughtUp.add(sentinel);
                    readers.add(reader.journal().subscribe(subscription).onItem().invoke(frame -> {
                        if (frame instanceof CaughtUp due) {
                            sentinel.complete(due);
                        }
                    }).select().first(frame -> !(frame instanceof TopicClosed)).collect().asList()
                            .subscribeAsCompletionStage());
                }
            }
            for (CompletableFuture<CaughtUp> sentinel : caughtUp) {
                sentinel.get(30, TimeUnit.SECONDS);
            }
            append(here, "t", 1);
            assertThat(here.journal().close("t").await().atMost(SOON)).isEqualTo(2);
            append(here, "u", 3);
            for (int i = 0; i < readers.size(); i++) {
                List<String> frames = shortly(readers.get(i).get(30, TimeUnit.SECONDS));
                switch (i % 3) {
                    case 0 -> assertThat(frames).containsExactly("caught-up 0 at 0", "1", "end 2 at 2");
                    case 1 -> assertThat(frames).containsExactly("caught-up 0 at 0", "end 2 at 2");
                    default -> assertThat(frames).containsExactly("caught-up 0 at 0", "1");
                }
            }
        }
    }

    @Test
    void anEmptyTopicsReadersGetItToo() {
        try (TestNode empty = TestNode.start(RealPostgres.freshSchema())) {
            assertThat(empty.journal().close("t").await().atMost(SOON)).isEqualTo(1);
            assertThat(shortly(all(empty, Subscription.to("t")))).containsExactly("caught-up 1 at 0", "end 1 at 1");
            assertThat(shortly(all(empty, Subscription.to("t").since(Start.after(0))))).containsExactly("caught-up 1 at 0",
                    "end 1 at 1");
        }
    }

    @Test
    void theEndIsKnownWhenItsMarkerIsGone() {
        try (TestNode trimmed = TestNode.start(RealPostgres.freshSchema())) {
            String schema = trimmed.node().tables().schema();
            append(trimmed, "t", 1);
            trimmed.journal().close("t").await().atMost(SOON);
            append(trimmed, "u", 3);
            RealPostgres.execute("DELETE FROM " + schema + ".event WHERE position <= 2; UPDATE " + schema
                    + ".log SET floor = 2");
            assertThat(shortly(all(trimmed, Subscription.to("t")))).containsExactly("caught-up 3 at 1", "end 2 at 2");
        }
    }
}
