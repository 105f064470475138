package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.tail.TailFollower;
import io.quarkiverse.journal.runtime.testing.CapturedLog;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/** An older backup takes the database's place under running nodes. */
@Timeout(120)
class RestoredBackupTest {

    private static final int BACKUP = 50;
    private static final int SEEN = 120;

    private final String schema = RealPostgres.freshSchema();
    private final TestNode node = TestNode.start(schema, "tail.poll-interval", "100MS", "read.page-size", "10");

    @AfterEach
    void end() {
        node.close();
    }

    private void publish(String topic, int count) {
        for (int i = 0; i < count; i++) {
            node.journal().append(topic, i).await().atMost(Recorder.SOON);
        }
    }

    /** What the backup does not have yet is gone, and so is every connection. */
    private void restore(String... further) {
        List<String> sql = new ArrayList<>(List.of(
                "BEGIN; DELETE FROM %1$s.event WHERE position > " + BACKUP,
                "DELETE FROM %1$s.batch WHERE head > " + BACKUP,
                "DELETE FROM %1$s.topic WHERE name = 'late'"));
        sql.addAll(List.of(further));
        sql.add("COMMIT; SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE application_name LIKE 'quarkus-journal%%' AND pid <> pg_backend_pid()");
        RealPostgres.execute(String.join("; ", sql).formatted(schema));
    }

    private List<Frame> reading(Subscription subscription) {
        List<Frame> frames = new CopyOnWriteArrayList<>();
        node.journal().subscribe(subscription).subscribe().with(frames::add);
        return frames;
    }

    private static List<Long> positions(List<Frame> frames) {
        return frames.stream().filter(Event.class::isInstance).map(frame -> ((Event) frame).position()).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void liveReadersAreToldAndBeginAgain() {
        publish("t", SEEN);
        List<Frame> frames = reading(Subscription.to("t"));
        Awaitility.await().until(() -> frames.size() == SEEN + 1);
        try (CapturedLog log = CapturedLog.of(TailFollower.class)) {
            restore();
            Awaitility.await().until(() -> frames.size() == SEEN + 2 + BACKUP);
            assertThat(log.warnings()).anySatisfy(line -> assertThat(line).contains("older backup", "50", "120"));
        }
        assertThat(frames.get(SEEN + 1)).isEqualTo(new Gap(Gap.Reason.AHEAD, SEEN, 1));
        assertThat(positions(frames.subList(SEEN + 2, frames.size()))).isEqualTo(range(1, BACKUP));
        assertThat(node.journal().append("t", "after").await().atMost(Recorder.SOON).first()).isEqualTo(BACKUP + 1);
        Awaitility.await().until(() -> frames.size() == SEEN + 3 + BACKUP);
        assertThat(frames).filteredOn(CaughtUp.class::isInstance).hasSize(1);
    }

    @Test
    void alsoWhenItHasGrownAgainBeyondWhatTheySaw() {
        publish("t", SEEN);
        List<Frame> frames = reading(Subscription.to("t"));
        Awaitility.await().until(() -> frames.size() == SEEN + 1);
        restore("INSERT INTO %1$s.event (position, time, recorded, topic_id, kind, id, payload) "
                + "SELECT n, now(), now(), 1, 'event', 'other' || n, '0' FROM generate_series(51, 200) n",
                "INSERT INTO %1$s.batch (head, writer, number) VALUES (200, 'another', 1)");
        Awaitility.await().until(() -> frames.size() == SEEN + 2 + 200);
        assertThat(frames.get(SEEN + 1)).isEqualTo(new Gap(Gap.Reason.AHEAD, SEEN, 1));
        assertThat(positions(frames.subList(SEEN + 2, frames.size()))).isEqualTo(range(1, 200));
        assertThat(frames.get(SEEN + 2 + 150)).isInstanceOfSatisfying(Event.class,
                event -> assertThat(event.id()).isEqualTo("other151"));
    }

    @Test
    void whoIsNotThatFarGoesOnAndIsCaughtUpWithWhatThereIs() {
        publish("t", SEEN);
        List<Frame> frames = new CopyOnWriteArrayList<>();
        var slow = new Slow(frames);
        node.journal().subscribe(Subscription.to("t")).subscribe().withSubscriber(slow);
        slow.subscription.request(30);
        Awaitility.await().until(() -> frames.size() == 30);
        try (CapturedLog log = CapturedLog.of(TailFollower.class)) {
            restore();
            Awaitility.await().until(() -> log.warnings().stream().anyMatch(line -> line.contains("older backup")));
        }
        slow.subscription.request(Long.MAX_VALUE);
        Awaitility.await().until(() -> frames.stream().anyMatch(CaughtUp.class::isInstance));
        assertThat(positions(frames)).isEqualTo(range(1, BACKUP));
        assertThat(frames).noneMatch(Gap.class::isInstance);
    }

    @Test
    void topicsThatItDoesNotKnowAreMadeAnew() {
        publish("t", BACKUP);
        publish("late", 5);
        restore();
        // The writer's first look after the restore is on a new connection.
        assertThat(node.journal().append("other", 1).await().atMost(Recorder.SOON).first()).isEqualTo(BACKUP + 1);
        publish("late", 3);
        assertThat(node.history("late")).extracting(Event::position).containsExactly(BACKUP + 2L, BACKUP + 3L, BACKUP + 4L);
        assertThat(RealPostgres.number("SELECT count(*) FROM " + schema + ".event e LEFT JOIN " + schema
                + ".topic t ON t.id = e.topic_id WHERE t.id IS NULL")).isZero();
    }

    @Test
    void noPlaceIsNamedInAHistoryThatTheReaderHasNotSeen() {
        publish("t", SEEN);
        List<Gap> gaps = new ArrayList<>();
        try (Reading reading = node.node().open(Subscription.to("t").kinds("rare"), () -> {
        })) {
            FrameSink sink = new GapSink(gaps);
            Awaitility.await().until(() -> reading.poll(1, sink) == Poll.WAITING && reading.hasBegun());
            publish("t", 10);
            Awaitility.await().until(() -> node.node().figures().head() == SEEN + 10);
            assertThat(reading.poll(1, sink)).isEqualTo(Poll.WAITING);
            restore("INSERT INTO %1$s.event (position, time, recorded, topic_id, kind, id, payload) "
                    + "SELECT n, now(), now(), 1, 'event', 'other' || n, '0' FROM generate_series(51, 200) n",
                    "INSERT INTO %1$s.batch (head, writer, number) VALUES (200, 'another', 1)");
            Awaitility.await().until(() -> node.node().figures().head() == 200);
            assertThat(reading.namePlace()).as("before it knows").isNull();

            Awaitility.await().until(() -> {
                reading.poll(1, sink);
                return !gaps.isEmpty();
            });
            Awaitility.await().until(() -> {
                reading.poll(1, sink);
                Cursor place = reading.namePlace();
                return place != null && place.position() == 200;
            });
        }
    }

    /** Takes gaps; nothing else can come but a sentinel. */
    private record GapSink(List<Gap> gaps) implements OnlyEvents {

        @Override
        public void event(StoredEvent event) {
            throw new AssertionError(event.position());
        }

        @Override
        public void caughtUp(CaughtUp caughtUp) {
            // Before the restore.
        }

        @Override
        public void gap(Gap gap) {
            gaps.add(gap);
        }
    }

    /** Asks for as much as the test says. */
    private static final class Slow implements MultiSubscriber<Frame> {

        private final List<Frame> frames;
        private Flow.Subscription subscription;

        Slow(List<Frame> frames) {
            this.frames = frames;
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
        }

        @Override
        public void onItem(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onFailure(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompletion() {
            // Not expected; the frames tell.
        }
    }
}
