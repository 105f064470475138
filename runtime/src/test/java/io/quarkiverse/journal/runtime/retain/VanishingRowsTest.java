package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.NEVER;
import static io.quarkiverse.journal.runtime.retain.Trimming.SMALL;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.awaitKept;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.GapException;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** Events are removed under those who read them. */
class VanishingRowsTest {

    private static final String[] SMALL_PAGES = { "read.page-size", "10", "tail.buffer-size", "2", "tail.poll-interval",
            "100MS" };

    private final String schema = RealPostgres.freshSchema();

    @Test
    void aReaderInTheMiddleOfPagesIsToldAndGoesOn() {
        try (TestNode slow = node(schema, NEVER, SMALL_PAGES)) {
            append(slow, "t", 200);
            AssertSubscriber<Frame> reader = read(slow, Subscription.to("t"), 15);
            AssertSubscriber<Frame> both = read(slow, Subscription.to("t", "other"), 15);
            reader.awaitItems(15);
            both.awaitItems(15);
            trim("10");
            reader.request(Long.MAX_VALUE);
            both.request(Long.MAX_VALUE);
            check(reader, null);
            check(both, "t");
        }
    }

    private static void check(AssertSubscriber<Frame> reader, String topic) {
        await().atMost(SOON).until(() -> reader.getItems().stream().anyMatch(CaughtUp.class::isInstance));
        List<Frame> frames = reader.getItems();
        Gap gap = frames.stream().filter(Gap.class::isInstance).map(Gap.class::cast).reduce((one, two) -> {
            throw new AssertionError(one + " and " + two);
        }).orElseThrow();
        // Three pages at most were read before, of which the last two may have been two each.
        assertThat(gap.requested()).isBetween(20L, 50L);
        assertThat(gap).isEqualTo(new Gap(Gap.Reason.TRUNCATED, gap.requested(), 191, topic));
        assertThat(frames.indexOf(gap)).isEqualTo((int) gap.requested());
        assertThat(positions(frames)).isEqualTo(LongStream.concat(LongStream.rangeClosed(1, gap.requested()),
                LongStream.rangeClosed(191, 200)).boxed().toList());
        reader.cancel();
    }

    private static AssertSubscriber<Frame> read(TestNode node, Subscription subscription, long demand) {
        return node.journal().subscribe(subscription).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private static List<Long> positions(List<Frame> frames) {
        return frames.stream().filter(Event.class::isInstance).map(frame -> ((Event) frame).position()).toList();
    }

    /** By another node, and waits until it is done. */
    private void trim(String events) {
        try (TestNode trimming = node(schema, SMALL, "retention.max-events", events)) {
            awaitKept(schema, Long.parseLong(events));
        }
    }

    @Test
    void plainEventsFailInstead() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "10")) {
            append(node, "t", 100);
            awaitKept(schema, 10);
            assertThatThrownBy(() -> node.journal().events(Subscription.to("t").since(Start.after(4)).untilCaughtUp()).collect()
                    .asList().await().atMost(SOON))
                    .isInstanceOfSatisfying(GapException.class, failure -> assertThat(failure.gap())
                            .isEqualTo(new Gap(Gap.Reason.TRUNCATED, 4, 91)));
        }
    }

    /** Whatever a reader is not given, a gap has told of; whatever a gap told of is not given. */
    @Test
    void readersOfAllSortsWhileRetentionRuns() {
        String[] settings = Stream.concat(Stream.of(SMALL_PAGES), Stream.of("retention.max-events", "300",
                "topics.\"b\".retention.max-events", "20", "topics.\"c\".retention.max-events", "10000"))
                .toArray(String[]::new);
        try (TestNode node = node(schema, SMALL, settings); TestNode other = node(schema, SMALL, settings)) {
            List<AssertSubscriber<Frame>> readers = List.of(read(node, Subscription.to("a").since(Start.after(0)), 1),
                    read(other, Subscription.to("b").since(Start.after(0)), 1),
                    read(other, Subscription.toAll().since(Start.after(0)), 1),
                    read(node, Subscription.to("a", "b").since(Start.after(0)), 1));
            readers.forEach(AssertSubscriber::awaitSubscription);
            List<CompletableFuture<Void>> publishers = Stream.of("a", "b", "c")
                    .map(topic -> CompletableFuture.runAsync(() -> append(topic.equals("b") ? other : node, topic, 3_000)))
                    .toList();
            while (!publishers.stream().allMatch(CompletableFuture::isDone)) {
                readers.forEach(reader -> reader.request(50));
                append(node, "a", 1);
            }
            CompletableFuture.allOf(publishers.toArray(CompletableFuture[]::new)).join();
            node.journal().append("a", "last").await().atMost(SOON);
            node.journal().append("b", "last").await().atMost(SOON);
            long head = RealPostgres.number("SELECT max(head) FROM " + schema + ".batch");
            readers.forEach(reader -> reader.request(Long.MAX_VALUE));
            checkAll(readers.get(0), head - 1, "a");
            checkAll(readers.get(1), head, "b");
            checkAll(readers.get(2), head, null);
            checkAll(readers.get(3), head, null);
        }
    }

    private static void checkAll(AssertSubscriber<Frame> reader, long last, String onlyTopic) {
        await().atMost(SOON).until(() -> reader.getItems().stream()
                .anyMatch(frame -> frame instanceof Event event && event.position() == last));
        List<Frame> frames = reader.getItems();
        reader.cancel();
        assertThat(positions(frames)).isSorted().doesNotHaveDuplicates();
        List<Gap> gaps = frames.stream().filter(Gap.class::isInstance).map(Gap.class::cast).toList();
        assertThat(frames).filteredOn(Event.class::isInstance).allSatisfy(frame -> {
            Event event = (Event) frame;
            assertThat(gaps).noneMatch(gap -> (onlyTopic != null || event.topic().equals(gap.topic()))
                    && event.position() > gap.requested() && event.position() < gap.first()
                    && frames.indexOf(gap) < frames.indexOf(event));
        });
        // Payloads count the events of each topic: a hole in the count is a hole that must have been told of.
        for (String topic : onlyTopic == null ? List.of("b") : List.of(onlyTopic)) {
            checkCounts(frames.stream().filter(frame -> frame instanceof Event event && event.topic().equals(topic)
                    && !event.payload().value().contains("last")).map(Event.class::cast).toList(), gaps, topic);
        }
    }

    private static void checkCounts(List<Event> events, List<Gap> gaps, String topic) {
        long expected = 0;
        long place = 0;
        for (Event event : events) {
            long count = Long.parseLong(event.payload().value());
            if (topic.equals("b") && count != expected) {
                long after = place;
                assertThat(gaps).as("a gap between %s and %s", place, event.position())
                        .anyMatch(gap -> (gap.topic() == null || gap.topic().equals(topic)) && gap.first() > after + 1
                                && gap.first() <= event.position());
            }
            expected = count + 1;
            place = event.position();
        }
    }
}
