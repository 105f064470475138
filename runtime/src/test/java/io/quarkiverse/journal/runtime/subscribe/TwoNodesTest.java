package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class TwoNodesTest {

    private static final int EVENTS = 3_000;

    /** The poll comes too late for this test: only NOTIFY can bring them. */
    @Test
    void eventsOfTheOtherNodeComeByNotification() {
        String schema = RealPostgres.freshSchema();
        try (TestNode one = TestNode.start(schema, "tail.poll-interval", "1H");
                TestNode other = TestNode.start(schema, "tail.poll-interval", "1H")) {
            Recorder here = Recorder.of(other, Subscription.to("t"));
            here.caughtUp();
            for (int i = 1; i <= 20; i++) {
                one.journal().append("t", i).await().atMost(Recorder.SOON);
                here.awaitExactly(1, i, position -> true);
            }
            here.cancel();
        }
    }

    @Test
    void bothNodesWriteAndSubscribersOfBothSeeOneOrder() {
        String schema = RealPostgres.freshSchema();
        try (TestNode one = TestNode.start(schema, "tail.poll-interval", "1H", "tail.buffer-size", "256");
                TestNode other = TestNode.start(schema, "tail.poll-interval", "1H", "tail.buffer-size", "256")) {
            List<Recorder> recorders = List.of(Recorder.of(one, Subscription.toAll()), Recorder.of(other, Subscription.toAll()),
                    Recorder.of(one, Subscription.to("t1", "t2")), Recorder.of(other, Subscription.to("t*"), 3));
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> publish(one, "t1"));
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> publish(other, "t2"));
            CompletableFuture.allOf(first, second).join();
            recorders.forEach(recorder -> recorder.awaitExactly(1, 2 * EVENTS, position -> true));
            List<String> ids = ids(recorders.get(0));
            assertThat(recorders).allSatisfy(recorder -> assertThat(ids(recorder)).isEqualTo(ids));
            recorders.forEach(Recorder::cancel);
        }
    }

    /** More often than the readers' pool has places: none may be lost with a broken connection. */
    @Test
    void eventsStillComeWhenTheListeningConnectionIsKilledAgainAndAgain() {
        String schema = RealPostgres.freshSchema();
        try (TestNode one = TestNode.start(schema);
                TestNode other = TestNode.start(schema, "tail.poll-interval", "100MS")) {
            Recorder here = Recorder.of(other, Subscription.to("t"));
            here.caughtUp();
            for (int i = 1; i <= 10; i++) {
                RealPostgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE application_name = 'quarkus-journal reader'");
                one.journal().append("t", i).await().atMost(Recorder.SOON);
                here.awaitExactly(1, i, position -> true);
            }
            here.cancel();
        }
    }

    private static void publish(TestNode node, String topic) {
        List<CompletableFuture<?>> receipts = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            receipts.add(node.journal().append(topic, i).subscribeAsCompletionStage());
            if (i % 50 == 0) {
                receipts.forEach(CompletableFuture::join);
                receipts.clear();
            }
        }
        receipts.forEach(CompletableFuture::join);
    }

    private static List<String> ids(Recorder recorder) {
        return recorder.events().stream().map(Event::id).toList();
    }
}
