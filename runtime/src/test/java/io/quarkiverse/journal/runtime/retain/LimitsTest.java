package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.NEVER;
import static io.quarkiverse.journal.runtime.retain.Trimming.SMALL;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.age;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.awaitKept;
import static io.quarkiverse.journal.runtime.retain.Trimming.floor;
import static io.quarkiverse.journal.runtime.retain.Trimming.journalFloor;
import static io.quarkiverse.journal.runtime.retain.Trimming.kept;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static io.quarkiverse.journal.runtime.retain.Trimming.partitions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class LimitsTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void theNewestEventsAreKept() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "10")) {
            append(node, "t", 3_500);
            awaitKept(schema, 10);
            assertThat(floor(schema, "t")).isEqualTo(3_490);
            assertThat(journalFloor(schema)).isEqualTo(3_490);
            await().atMost(SOON).until(() -> partitions(schema) <= 3);
            await().atMost(SOON).until(() -> node.node().figures().retention().removedEvents() == 3_490);
            assertThat(node.node().figures().retention().droppedPartitions()).isPositive();
            FrameRecorder late = FrameRecorder.of(node, Subscription.to("t").since(Start.after(7)));
            assertThat(late.gaps()).containsExactly(new Gap(Gap.Reason.TRUNCATED, 7, 3_491));
            assertThat(late.positions()).isEqualTo(LongStream.rangeClosed(3_491, 3_500).boxed().toList());
            assertThat(FrameRecorder.of(node, Subscription.to("t")).gaps()).isEmpty();
            assertThat(FrameRecorder.of(node, Subscription.to("t").since(Start.after(3_490))).gaps()).isEmpty();
        }
    }

    /** A partition that is small against what is kept waits until all of it may go. */
    @Test
    void partitionsThatAreSmallAreOnlyDropped() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "10500")) {
            append(node, "t", 12_600);
            awaitKept(schema, 10_600);
            assertThat(floor(schema, "t")).isEqualTo(2_000);
            await().atMost(SOON).until(() -> node.node().figures().retention().droppedPartitions() == 2);
            assertThat(node.node().figures().retention().removedEvents()).isEqualTo(2_000);
        }
    }

    /** The publisher's time says nothing about how long an event has been kept. */
    @Test
    void ageIsThatOfRecording() {
        try (TestNode node = node(schema, SMALL, "retention.max-age", "1H")) {
            node.journal().append("t", NewEvent.of(1).withTime(Instant.parse("1999-01-01T00:00:00Z"))).await().atMost(SOON);
            append(node, "t", 99);
            age(schema, 40, "61 min");
            awaitKept(schema, 60);
            assertThat(floor(schema, "t")).isEqualTo(40);
            assertThat(FrameRecorder.of(node, Subscription.to("t")).positions()).startsWith(41L).hasSize(60);
        }
    }

    /** The database's clock was wrong for a while: what came before is not old because of that. */
    @Test
    void aClockThatWasSetBackDoesNotMakeEarlierEventsOld() {
        try (TestNode stopped = node(schema, NEVER)) {
            append(stopped, "t", 100);
        }
        RealPostgres.execute("UPDATE " + schema + ".event SET recorded = recorded - interval '1 year'"
                + " WHERE position <= 10 OR position BETWEEN 50 AND 90");
        try (TestNode node = node(schema, SMALL, "retention.max-age", "1H")) {
            awaitKept(schema, 90);
            append(node, "t", 1);
            await().atMost(SOON).until(() -> node.node().figures().retention().floor() == 10);
            assertThat(kept(schema)).isEqualTo(91);
        }
    }

    @Test
    void bytesAreCountedFromTheNewest() {
        try (TestNode node = node(schema, SMALL, "retention.max-bytes", "100K")) {
            append(node, "t", 2_500);
            // 200 bytes for each event, and the payload, a number.
            await().atMost(SOON).until(() -> kept(schema), kept -> kept < 512);
            assertThat(kept(schema)).isGreaterThan(400);
            long settled = kept(schema);
            append(node, "t", 1);
            await().atMost(SOON).until(() -> kept(schema) == settled);
            assertThat(RealPostgres.number("SELECT max(position) FROM " + schema + ".event")).isEqualTo(2_501);
        }
    }

    @Test
    void aTopicsOwnLimitsTakeThePlaceOfTheJournals() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "100", "topics.\"audit\".retention.max-events", "5000",
                "topics.\"small\".retention.max-events", "3", "topics.\"bytes\".retention.max-bytes", "1000")) {
            append(node, "audit", 10);
            append(node, "t", 50);
            append(node, "small", 20);
            append(node, "bytes", 20);
            await().atMost(SOON).until(() -> kept(schema, "small") == 3 && kept(schema, "bytes") == 4);
            assertThat(kept(schema, "t")).isEqualTo(50);
            append(node, "t", 3_000);
            await().atMost(SOON).until(() -> kept(schema, "t") == 100 && kept(schema, "bytes") == 0);
            assertThat(kept(schema, "audit")).isEqualTo(10);
            assertThat(kept(schema, "small")).isEqualTo(3);
            assertThat(journalFloor(schema)).isZero();
            assertThat(floor(schema, "audit")).isZero();
            assertThat(floor(schema, "small")).isEqualTo(77);
            // The first partition has the audit's events; those between have none that are kept.
            await().atMost(SOON).until(() -> RealPostgres.number("SELECT count(*) FROM pg_class c JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE n.nspname = '" + schema + "' AND c.relname = 'event_1001'") == 0);
            FrameRecorder all = FrameRecorder.of(node, Subscription.toAll().since(Start.after(0)));
            assertThat(all.gaps()).extracting(Gap::topic).containsExactlyInAnyOrder("t", "small", "bytes");
            assertThat(all.positions()).hasSize(113).startsWith(1L);
        }
    }

    @Test
    void aTopicMayBeKeptShorterByAge() {
        try (TestNode node = node(schema, SMALL, "topics.\"brief\".retention.max-age", "1M")) {
            append(node, "brief", 10);
            append(node, "t", 10);
            append(node, "brief", 1);
            age(schema, 20, "2 min");
            await().atMost(SOON).until(() -> kept(schema, "brief") == 1);
            assertThat(kept(schema, "t")).isEqualTo(10);
            assertThat(journalFloor(schema)).isZero();
        }
    }

    /** All of a topic is gone: where it ended, and what a reader missed, is still known. */
    @Test
    void anEmptyTopicRemembersItsEnd() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "5")) {
            append(node, "quiet", 10);
            append(node, "busy", 2_500);
            await().atMost(SOON).until(() -> kept(schema, "quiet") == 0 && kept(schema) == 5);
            assertThat(floor(schema, "quiet")).isEqualTo(10);
            assertThat(FrameRecorder.of(node, Subscription.to("quiet").since(Start.after(4))).gaps())
                    .containsExactly(new Gap(Gap.Reason.TRUNCATED, 4, 11));
            assertThat(FrameRecorder.of(node, Subscription.to("quiet").since(Start.after(10))).gaps()).isEmpty();
            assertThatThrownBy(() -> node.journal().appendAll("quiet", List.of(NewEvent.of(1)), AppendOptions.expecting(0))
                    .await().atMost(SOON)).isInstanceOfSatisfying(UnexpectedPositionException.class,
                            refused -> assertThat(refused.actual()).isEqualTo(10));
            assertThat(node.journal().appendAll("quiet", List.of(NewEvent.of(1)), AppendOptions.expecting(10)).await()
                    .atMost(SOON).first()).isEqualTo(2_511);
        }
    }

    /** Readers that attach later still get it. Only a partition that goes as a whole takes it along, and the floor tells. */
    @Test
    void theEndOfAClosedTopicStays() {
        try (TestNode stopped = node(schema, NEVER)) {
            append(stopped, "closed", 5);
            RealPostgres.execute("UPDATE " + schema + ".event SET kind = 'end' WHERE position = 5");
        }
        try (TestNode node = node(schema, SMALL, "retention.max-events", "10")) {
            append(node, "t", 20);
            await().atMost(SOON).until(() -> kept(schema, "t") == 10 && kept(schema, "closed") == 1);
            assertThat(floor(schema, "closed")).isEqualTo(4);
            append(node, "t", 1_500);
            await().atMost(SOON).until(() -> kept(schema, "closed") == 0);
            assertThat(floor(schema, "closed")).isEqualTo(5);
        }
    }

    @Test
    void aCursorOfARemovedEventIsStillOfThisEpoch() {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "5")) {
            var cursor = node.journal().append("t", 1).await().atMost(SOON).cursor();
            append(node, "t", 20);
            awaitKept(schema, 5);
            assertThat(FrameRecorder.of(node, Subscription.to("t").since(Start.after(cursor))).gaps())
                    .containsExactly(new Gap(Gap.Reason.TRUNCATED, 1, 17));
        }
    }

    @Test
    void nothingSetKeepsEverything() {
        try (TestNode node = node(schema, SMALL)) {
            append(node, "t", 2_500);
            age(schema, 2_500, "50 years");
            node.journal().deleteTopic("other").await().atMost(SOON);
            assertThat(kept(schema)).isEqualTo(2_500);
        }
    }
}
