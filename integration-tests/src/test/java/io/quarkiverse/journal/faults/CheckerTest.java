package io.quarkiverse.journal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.journal.faults.Attempt.Shape;

/** The checker finds what is wrong: each test forges the logs of a good run in one way. */
class CheckerTest {

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();
    private final Map<String, Long> floors = new HashMap<>();
    private final List<Frames> subscriptions = new ArrayList<>();

    @TempDir
    Path folder;

    /**
     * Position 1: a0 of orders. 2 and 3: a1 of web. 4 to 6: the transaction a2 of orders. 7 and 8: the first two of three that
     * a3
     * published one by one. a4 was rolled back, a5 was refused, of a6 nobody knows.
     */
    @BeforeEach
    void goodRun() {
        attempt("orders", 1, Shape.ATOMIC, false, 0).stored(1, 10);
        attempt("web", 2, Shape.ATOMIC, false, 20).stored(2, 30);
        attempt("orders", 3, Shape.TRANSACTION, false, 40).stored(0, 50);
        attempt("orders", 3, Shape.SEQUENCE, false, 60);
        attempt("orders", 1, Shape.TRANSACTION, true, 70);
        attempt("web", 1, Shape.ATOMIC, false, 80).absent();
        attempt("web", 2, Shape.ATOMIC, false, 90);
        row("orders", 0, 0);
        row("web", 1, 0);
        row("web", 1, 1);
        row("orders", 2, 0);
        row("orders", 2, 1);
        row("orders", 2, 2);
        row("orders", 3, 0);
        row("orders", 3, 1);
        // Whoever breaks off before the sentinel gets it after going on
        events(open(0, 5), 1, 2);
        events(events(open(2, 35), 3, 4, 5).caughtUp(5), 6, 7, 8);
        open(8, 100).caughtUp(8);
    }

    @Test
    void nothingIsWrongWithAGoodRun() {
        assertThat(violations(null)).isEmpty();
    }

    @Test
    void anEmptyJournalHasASentinelToo() {
        subscriptions.clear();
        events(open(0, 5).caughtUp(0), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(violations(null)).isEmpty();
        subscriptions.get(0).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("a second sentinel, of 8 after 0");
    }

    @Test
    void aReaderOfOneTopicGetsItsEventsAlone() {
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5).caughtUp(5);
        events(open(5, 100), 6, 7, 8).caughtUp(8);
        assertThat(violations("orders")).isEmpty();
        assertThat(violations("web")).isNotEmpty();
    }

    @Test
    void anUnknownAttemptMayBeStored() {
        row("web", 6, 0);
        row("web", 6, 1);
        events(subscriptions.get(2), 9, 10);
        assertThat(violations(null)).isEmpty();
    }

    @Test
    void acknowledgedAndLost() {
        rows.remove(7);
        rows.remove(6);
        attempts.get(3).stored(0, 65);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Acknowledged, and 0 event(s)"));
    }

    @Test
    void flushedAndNotAllThere() {
        attempts.get(3).stored(0, 65);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Acknowledged, and 2 event(s)"));
    }

    @Test
    void twice() {
        row("orders", 0, 0);
        assertThat(violations(null)).anyMatch(text -> text.contains("twice, left out or out of order"));
    }

    @Test
    void outOfOrderInASequence() {
        rows.set(6, new Row(7, "orders", 3, 1, 7));
        rows.set(7, new Row(8, "orders", 3, 0, 8));
        assertThat(violations(null)).anyMatch(text -> text.contains("twice, left out or out of order"));
    }

    @Test
    void aHoleInPositions() {
        rows.remove(6);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Positions are not dense"));
    }

    @Test
    void atAnotherPositionThanAcknowledged() {
        attempts.get(0).stored(2, 10);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Acknowledged at 2, and is at 1"));
    }

    @Test
    void rolledBackAndThere() {
        row("orders", 4, 0);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Rolled back, and 1 event(s)"));
    }

    @Test
    void refusedAndThere() {
        row("web", 5, 0);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("Refused, and 1 event(s)"));
    }

    @Test
    void halfOfAllOrNone() {
        row("web", 6, 0);
        assertThat(violations(null)).anyMatch(text -> text.startsWith("All or none, and 1 event(s)"));
    }

    @Test
    void aTransactionTornApart() {
        rows.set(5, new Row(6, "orders", 3, 0, 6));
        rows.set(6, new Row(7, "orders", 2, 2, 7));
        assertThat(violations(null)).anyMatch(text -> text.contains("is apart from the others"));
    }

    @Test
    void whatWasSentLaterComesEarlier() {
        rows.set(0, new Row(1, "web", 6, 0, 1));
        assertThat(violations(null)).anyMatch(text -> text.contains("was acknowledged before what has a lower position"));
    }

    @Test
    void oneAfterTheOther() {
        attempt("chain", 1, Shape.ATOMIC, false, 0, 100).stored(9, 110);
        attempt("chain", 1, Shape.ATOMIC, false, 0, 100).outdated(9);
        attempt("chain", 1, Shape.ATOMIC, false, 9, 120).stored(10, 130);
        row("chain", 7, 0);
        row("chain", 9, 0);
        events(subscriptions.get(2), 9, 10);
        assertThat(violations(null)).isEmpty();
    }

    @Test
    void twoAfterTheSame() {
        attempt("chain", 1, Shape.ATOMIC, false, 0, 100).stored(9, 110);
        attempt("chain", 1, Shape.ATOMIC, false, 0, 100).stored(10, 110);
        row("chain", 7, 0);
        row("chain", 8, 0);
        events(subscriptions.get(2), 9, 10);
        assertThat(violations(null)).singleElement().asString().startsWith("Position 10 comes after 9 in its topic");
    }

    @Test
    void refusedForNoReason() {
        attempt("orders", 1, Shape.ATOMIC, false, 8, 100).outdated(8);
        attempt("orders", 1, Shape.ATOMIC, false, 1, 100).outdated(3);
        attempt("orders", 1, Shape.ATOMIC, false, 1, 100).outdated(9);
        attempt("orders", 1, Shape.ATOMIC, false, 1, 100).outdated(8);
        assertThat(violations(null)).hasSize(3).allMatch(text -> text.contains("which was not so"));
    }

    @Test
    void rowsWithoutEvents() {
        Violations violations = new Violations();
        Checker.checkLines(attempts, table(violations), Map.of(2, 3, 4, 1), violations);
        assertThat(violations.told()).singleElement().asString().startsWith("1 row(s) and 0 event(s)");
    }

    @Test
    void eventsWithoutRows() {
        Violations violations = new Violations();
        Checker.checkLines(attempts, table(violations), Map.of(), violations);
        assertThat(violations.told()).singleElement().asString().startsWith("No rows and 3 event(s)");
    }

    @Test
    void aReaderMissesAnEvent() {
        subscriptions.set(1, events(events(open(2, 35), 3, 5).caughtUp(5), 6, 7, 8));
        subscriptions.remove(3);
        assertThat(violations(null)).singleElement().asString().contains("Left out before event 5: 4");
    }

    @Test
    void aReaderMissesTheEnd() {
        subscriptions.clear();
        events(open(0, 5), 1, 2, 3).caughtUp(3);
        assertThat(violations(null)).anyMatch(text -> text.contains("Never got, to the end of the run: 8"));
    }

    @Test
    void aReaderMissesWhatItWasResumedAfter() {
        subscriptions.set(1, events(open(3, 35), 4, 5).caughtUp(5));
        assertThat(violations(null)).anyMatch(text -> text.contains("Resumed after what it had not got: 3"));
    }

    @Test
    void aReaderGetsAnEventTwice() {
        subscriptions.get(2).event(8, 8);
        assertThat(violations(null)).anyMatch(text -> text.contains("event 8 came twice or out of order"));
    }

    @Test
    void aReaderGetsEventsOutOfOrder() {
        subscriptions.clear();
        events(open(0, 5), 1, 3, 2, 4, 5, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).anyMatch(text -> text.contains("event 2 came twice or out of order"));
    }

    @Test
    void aReaderGetsWhatIsNotInTheTable() {
        subscriptions.get(2).event(9, 9);
        assertThat(violations(null)).singleElement().asString().contains("event 9 is none of its own");
    }

    @Test
    void aReaderGetsAnotherEventThanTheTableHas() {
        subscriptions.clear();
        events(open(0, 5), 1, 2, 3, 4, 5, 6, 7).event(8, 99).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("event 8 is not the one of the table");
    }

    @Test
    void aGap() {
        subscriptions.clear();
        floors.put("orders", 5L);
        events(open(1, 5).gap(6), 2, 3, 6, 7, 8).caughtUp(8);
        // It had got the first one before
        subscriptions.add(0, events(new Frames().add(log -> log.opened("node-1", 0, 5, true)), 1));
        assertThat(violations(null)).isEmpty();
    }

    @Test
    void aGapOfWhatIsKept() {
        subscriptions.clear();
        floors.put("orders", 4L);
        events(open(0, 5).gap(6), 2, 3, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("a gap of orders up to 6, and 5 is kept");
    }

    @Test
    void aGapOfNothing() {
        subscriptions.clear();
        floors.put("orders", 8L);
        events(open(0, 5).gap("truncated", "orders", 1), 1, 2, 3, 4, 5, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("a gap of orders up to 1, and nothing is missing");
    }

    @Test
    void aGapForNoReason() {
        subscriptions.clear();
        floors.put("orders", 8L);
        events(open(0, 5).gap("epoch", "orders", 2), 2, 3, 4, 5, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).anyMatch(text -> text.contains("a gap of orders by reason of epoch"));
    }

    @Test
    void whatAGapSaidIsMissingComes() {
        subscriptions.clear();
        floors.put("orders", 5L);
        events(open(0, 5).gap(6), 2, 3, 4, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("event 4 came, and a gap had said");
    }

    @Test
    void removedAndNotDeclared() {
        subscriptions.clear();
        floors.put("orders", 4L);
        events(open(0, 5), 1, 2, 3, 5, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("Left out before event 5: 4");
    }

    @Test
    void whoStartsWithTheEarliestBeginsWithWhatIsKept() {
        subscriptions.clear();
        floors.put("orders", 5L);
        floors.put("web", 2L);
        events(open(0, 5), 3, 6, 7, 8).caughtUp(8);
        assertThat(violations(null)).isEmpty();
        floors.put("web", 1L);
        assertThat(violations(null)).singleElement().asString().contains("Left out before event 3: 2");
    }

    @Test
    void anEnd() {
        end("orders");
        events(subscriptions.get(2).topicClosed(9));
        assertThat(violations(null)).isEmpty();
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5).caughtUp(5);
        events(open(5, 100), 6, 7, 8).caughtUp(9).ended(9);
        assertThat(violations("orders")).isEmpty();
    }

    @Test
    void anEndThatIsNone() {
        subscriptions.get(2).topicClosed(8);
        assertThat(violations(null)).anyMatch(text -> text.contains("the end at 8 came twice or out of order"));
        subscriptions.clear();
        events(open(0, 5), 1, 4, 5, 6, 7, 8).caughtUp(8).ended(8);
        assertThat(violations("orders")).singleElement().asString().contains("an end at 8, and there is none");
    }

    @Test
    void anEventInsteadOfAnEnd() {
        end("orders");
        events(subscriptions.get(2), 9);
        assertThat(violations(null)).singleElement().asString().contains("event 9 is not the one of the table");
    }

    @Test
    void noEnd() {
        end("orders");
        assertThat(violations(null)).singleElement().asString().contains("Never got, to the end of the run: 9");
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5, 6, 7, 8).caughtUp(9);
        assertThat(violations("orders")).singleElement().asString().contains("no end, and the topic was closed");
    }

    @Test
    void twoEnds() {
        end("orders");
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5, 6, 7, 8).caughtUp(9).ended(9).ended(9);
        assertThat(violations("orders")).singleElement().asString().contains("a second end, at 9");
    }

    @Test
    void anEndBeforeTheSentinelAndTheLastEvent() {
        end("orders");
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5, 6, 7).ended(9);
        assertThat(violations("orders")).anyMatch(text -> text.contains("an end at 9 before the sentinel"))
                .anyMatch(text -> text.contains("Left out before the end at 9: 8"));
    }

    @Test
    void anIdBeyondTheEnd() {
        end("orders");
        subscriptions.clear();
        events(open(0, 35), 1, 4, 5, 6, 7, 8).caughtUp(9);
        open(9, 100).caughtUp(9).ended(9);
        assertThat(violations("orders")).singleElement().asString().contains("a frame's id led beyond the end");
    }

    @Test
    void anEventAfterTheEndOfItsTopic() {
        rows.set(3, new Row(4, "orders", Rows.END, 0, 4));
        assertThat(violations(null)).anyMatch(text -> text.contains("comes after the end of its topic, orders, at 4"));
    }

    @Test
    void closedWhereThereIsNoEnd() {
        closings.add(new Closing("orders", 8, 200));
        assertThat(violations(null)).singleElement().asString().contains("Said to be closed at 8");
    }

    @Test
    void sentAfterItsTopicWasClosed() {
        end("orders");
        events(subscriptions.get(2).topicClosed(9));
        closings.add(new Closing("orders", 9, 65));
        assertThat(violations(null)).isEmpty();
        closings.add(new Closing("orders", 9, 55));
        assertThat(violations(null)).hasSize(2).allMatch(text -> text.contains("was sent after its topic was closed"));
    }

    @Test
    void twoSentinels() {
        subscriptions.get(2).caughtUp(8);
        assertThat(violations(null)).singleElement().asString().contains("a second sentinel");
    }

    @Test
    void noSentinel() {
        subscriptions.set(2, open(8, 100));
        subscriptions.remove(3);
        assertThat(violations(null)).singleElement().asString().contains("no sentinel");
    }

    @Test
    void anEarlySentinel() {
        subscriptions.clear();
        events(events(open(0, 35), 1, 2).caughtUp(2), 3, 4, 5, 6, 7, 8);
        assertThat(violations(null)).singleElement().asString().contains("an early sentinel, of 2: 3");
    }

    @Test
    void aLateSentinel() {
        subscriptions.clear();
        events(open(0, 5), 1, 2, 3, 4, 5, 6, 7, 8).caughtUp(7);
        assertThat(violations(null)).singleElement().asString().contains("a late sentinel, of 7 after event 8");
    }

    @Test
    void aSentinelAboveTheHead() {
        subscriptions.clear();
        events(open(0, 5), 1, 2, 3, 4, 5, 6, 7, 8).caughtUp(9);
        assertThat(violations(null)).singleElement().asString().contains("a sentinel of 9, above the head");
    }

    @Test
    void aSentinelBeforeWhatItCovers() {
        subscriptions.clear();
        events(events(open(0, 5), 1, 2, 3).caughtUp(5), 4, 5, 6, 7, 8);
        assertThat(violations(null)).anyMatch(text -> text.contains("event 4 came after the sentinel of 5"));
    }

    private Attempt attempt(String topic, int events, Shape shape, boolean doomed, long sent) {
        return attempt(topic, events, shape, doomed, Attempt.ANY, sent);
    }

    private Attempt attempt(String topic, int events, Shape shape, boolean doomed, long expected, long sent) {
        Attempt attempt = new Attempt(attempts.size(), topic, events, shape, doomed, expected, sent);
        attempts.add(attempt);
        return attempt;
    }

    private void row(String topic, int attempt, int index) {
        int position = rows.size() + 1;
        rows.add(new Row(position, topic, attempt, index, position));
    }

    private void end(String topic) {
        row(topic, Rows.END, 0);
    }

    private record Row(long position, String topic, int attempt, int index, int idHash) {
    }

    private Rows table(Violations violations) {
        Rows table = new Rows(violations);
        rows.forEach(row -> table.add(row.position, row.topic, row.attempt, row.index, row.idHash));
        floors.forEach(table::floor);
        return table;
    }

    /** What a subscription got. */
    private static final class Frames {

        private final List<Consumer<ReaderLog>> frames = new ArrayList<>();

        Frames add(Consumer<ReaderLog> frame) {
            frames.add(frame);
            return this;
        }

        Frames event(long position, int idHash) {
            return add(log -> log.event(position, idHash));
        }

        Frames caughtUp(long position) {
            return add(log -> log.caughtUp(position));
        }

        Frames gap(long first) {
            return gap("truncated", "orders", first);
        }

        Frames gap(String reason, String topic, long first) {
            return add(log -> log.gap(reason, topic, first));
        }

        Frames topicClosed(long position) {
            return add(log -> log.topicClosed(position));
        }

        Frames ended(long position) {
            return add(log -> log.ended(position));
        }
    }

    private Frames open(long after, long asked) {
        Frames frames = new Frames().add(log -> log.opened("node-1", after, asked, after == 0));
        subscriptions.add(frames);
        return frames;
    }

    private static Frames events(Frames log, int... positions) {
        for (int position : positions) {
            log.event(position, position);
        }
        return log;
    }

    private List<String> violations(String topic) {
        Violations violations = new Violations();
        try (ReaderLog log = new ReaderLog("reader", topic, folder)) {
            subscriptions.forEach(frames -> frames.frames.forEach(frame -> frame.accept(log)));
            Checker.check(attempts, closings, table(violations), List.of(log), violations);
        }
        return violations.told();
    }
}
