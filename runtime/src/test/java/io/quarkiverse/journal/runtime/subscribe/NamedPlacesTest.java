package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Places that are named beside events, against a real database: whoever resumes at one misses nothing, and gets no gap. */
class NamedPlacesTest {

    private static String schema;
    private static TestNode node;

    @BeforeAll
    static void start() {
        schema = RealPostgres.freshSchema();
        node = TestNode.start(schema, "read.page-size", "7", "tail.buffer-size", "32");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void publish(String topic, String kind, int count) {
        for (int i = 0; i < count; i++) {
            node.journal().publish(topic, NewEvent.of(i).withKind(kind));
        }
        flush();
        long head = RealPostgres.number("SELECT max(head) FROM " + schema + ".batch");
        Awaitility.await().until(() -> head() == head);
    }

    private static void flush() {
        try {
            assertThat(node.journal().flush(Recorder.SOON)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFilteredReaderResumesFromEachPlaceThatItWasTold() {
        Subscription wanted = Subscription.to("filtered").kinds("rare");
        List<Cursor> places = new ArrayList<>();
        try (PolledReader reader = new PolledReader(wanted)) {
            publish("filtered", "rare", 1);
            reader.readTo(1);
            for (int round = 0; round < 20; round++) {
                publish("filtered", "common", 5 + round);
                publish("elsewhere", "common", 3);
                places.add(reader.awaitPlace(head()));
                if (round % 4 == 0) {
                    publish("filtered", "rare", 1);
                }
            }
            reader.readTo(6);
            for (Cursor place : places) {
                List<Long> expected = reader.positions.stream().filter(position -> position > place.position()).toList();
                List<Frame> frames = resume(wanted, place);
                assertThat(frames).noneMatch(Gap.class::isInstance);
                assertThat(positions(frames)).as("after %s", place.position()).isEqualTo(expected);
                assertThat(frames).last().isInstanceOf(CaughtUp.class);
            }
        }
        assertThat(places).extracting(Cursor::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aReaderOfAQuietTopicMovesOnWithoutBeingWokenOrAskingTheDatabase() {
        Subscription wanted = Subscription.to("quiet");
        try (PolledReader reader = new PolledReader(wanted)) {
            publish("quiet", "x", 1);
            reader.readTo(1);
            reader.readToRest();
            int polls = reader.polls;
            for (int round = 0; round < 5; round++) {
                // More than memory holds.
                publish("busy", "x", 100);
                Cursor place = reader.namePlace();
                assertThat(place.position()).isEqualTo(head());
                assertThat(reader.namePlace()).as("a second time").isNull();
                assertThat(positions(resume(wanted, place))).isEmpty();
            }
            assertThat(reader.polls).as("polls").isEqualTo(polls);
            assertThat(reader.isWorthPolling()).as("woken").isFalse();
            long last = head();
            publish("quiet", "x", 1);
            reader.readTo(2);
            assertThat(reader.positions.get(1)).isEqualTo(last + 1);
            assertThat(reader.namePlace()).as("nothing after the event").isNull();
        }
    }

    @Test
    void noPlaceIsNamedAtOrAfterAnEnd() {
        try (PolledReader reader = new PolledReader(Subscription.to("closing"))) {
            publish("closing", "x", 1);
            reader.readTo(1);
            node.journal().close("closing").await().atMost(Recorder.SOON);
            publish("elsewhere", "x", 5);
            assertThat(reader.namePlace()).isNull();
            Awaitility.await().until(() -> {
                reader.poll();
                return reader.ended;
            });
            assertThat(reader.namePlace()).isNull();
        }
    }

    @Test
    void whoStartsAtATimeIsToldNoPlaceBeforeTheSentinel() {
        publish("timed", "x", 50);
        Subscription late = Subscription.to("timed").since(Start.after(Instant.parse("2999-01-01T00:00:00Z")));
        try (PolledReader reader = new PolledReader(late)) {
            Awaitility.await().until(() -> {
                reader.poll();
                if (!reader.caughtUp) {
                    assertThat(reader.namePlace()).isNull();
                }
                return reader.caughtUp;
            });
        }
    }

    private static long head() {
        return node.node().figures().head();
    }

    private static List<Frame> resume(Subscription subscription, Cursor place) {
        return node.journal().subscribe(subscription.since(Start.after(place)).untilCaughtUp()).collect().asList().await()
                .atMost(Recorder.SOON);
    }

    private static List<Long> positions(List<Frame> frames) {
        return frames.stream().filter(Event.class::isInstance)
                .map(frame -> ((Event) frame).position()).toList();
    }

    /** Polls on the test's own thread. */
    private static final class PolledReader implements OnlyEvents, AutoCloseable {

        private final List<Long> positions = new ArrayList<>();
        private final Reading reading;
        private volatile boolean signalled = true;
        private boolean caughtUp;
        private boolean ended;
        private int polls;

        PolledReader(Subscription subscription) {
            this.reading = node.node().open(subscription, () -> signalled = true);
        }

        boolean isWorthPolling() {
            return signalled;
        }

        Poll poll() {
            signalled = false;
            polls++;
            return reading.poll(100, this);
        }

        Cursor namePlace() {
            return reading.namePlace();
        }

        /** As a server does: polls when it is signalled, and asks for the place then. */
        Cursor awaitPlace(long atLeast) {
            Cursor[] named = new Cursor[1];
            Awaitility.await().until(() -> {
                if (signalled) {
                    poll();
                }
                Cursor place = namePlace();
                named[0] = place == null ? named[0] : place;
                return named[0] != null && named[0].position() >= atLeast;
            });
            return named[0];
        }

        void readTo(int events) {
            Awaitility.await().until(() -> {
                if (signalled) {
                    poll();
                }
                return positions.size() == events;
            });
        }

        void readToRest() {
            Awaitility.await().until(() -> !signalled || poll() == Poll.WAITING && caughtUp && !signalled);
        }

        @Override
        public void event(StoredEvent event) {
            positions.add(event.position());
        }

        @Override
        public void caughtUp(CaughtUp sentinel) {
            caughtUp = true;
        }

        @Override
        public void end(End end) {
            ended = true;
        }

        @Override
        public void close() {
            reading.close();
        }
    }
}
