package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Where subscriptions start, strictly, and where the sentinel comes, on a real journal of ten events in two topics. */
class StartAndSentinelTest {

    private static final Instant TIME = Instant.parse("2026-11-20T04:00:00Z");
    private static TestNode node;
    private static List<Event> events;

    @BeforeAll
    static void tenEvents() {
        node = TestNode.start(RealPostgres.freshSchema(), "tail.buffer-size", "4", "read.page-size", "3");
        for (int i = 1; i <= 10; i++) {
            append(i % 2 == 0 ? "even" : "odd", i);
        }
        events = node.journal().events(Subscription.toAll().untilCaughtUp()).collect().asList().await()
                .atMost(Recorder.SOON);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    private static Receipt append(String topic, int seconds) {
        return node.journal().append(topic, NewEvent.of(seconds).withTime(TIME.plusSeconds(seconds))).await()
                .atMost(Recorder.SOON);
    }

    @Test
    void earliest() {
        assertThat(history(Subscription.toAll())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(history(Subscription.to("even"))).containsExactly(2L, 4L, 6L, 8L, 10L);
        assertThat(history(Subscription.to("e*", "odd").since(Start.earliest()))).hasSize(10);
    }

    @Test
    void strictlyAfterAPosition() {
        assertThat(history(Subscription.toAll().since(Start.after(7)))).containsExactly(8L, 9L, 10L);
        assertThat(history(Subscription.to("even").since(Start.after(7)))).containsExactly(8L, 10L);
        assertThat(history(Subscription.toAll().since(Start.after(10)))).isEmpty();
    }

    @Test
    void strictlyAfterACursorAlsoThatOfTheSentinel() {
        assertThat(history(Subscription.toAll().since(Start.after(events.get(6).cursor())))).containsExactly(8L, 9L, 10L);
        Recorder recorder = recorded(Subscription.toAll());
        assertThat(history(Subscription.toAll().since(Start.after(recorder.caughtUp().cursor())))).isEmpty();
    }

    @Test
    void strictlyAfterAnInstant() {
        assertThat(history(Subscription.toAll().since(Start.after(TIME.plusSeconds(8))))).containsExactly(9L, 10L);
        assertThat(history(Subscription.toAll().since(Start.after(TIME.plusSeconds(8).minusNanos(1))))).containsExactly(8L, 9L,
                10L);
        assertThat(history(Subscription.toAll().since(Start.after(TIME.plusSeconds(10))))).isEmpty();
    }

    @Test
    void instantsThatPostgresCannotHold() {
        assertThat(history(Subscription.toAll().since(Start.after(Instant.MIN)))).hasSize(10);
        assertThat(history(Subscription.toAll().since(Start.after(Instant.parse("-5000-01-01T00:00:00Z"))))).hasSize(10);
        assertThat(history(Subscription.toAll().since(Start.after(Instant.MAX)))).isEmpty();
    }

    @Test
    void theSentinelComesWhenNothingMatches() {
        assertThat(recorded(Subscription.toAll().kinds("none")).caughtUp().position()).isEqualTo(10);
        assertThat(recorded(Subscription.toAll().kinds("none")).positions()).isEmpty();
    }

    @Test
    void theSentinelComesWhenTheTopicDoesNotExist() {
        assertThat(recorded(Subscription.to("nobody")).caughtUp().position()).isEqualTo(10);
    }

    @Test
    void aFilterThatPostgresRefusesFailsTheSubscriptionInsteadOfHangingIt() {
        Recorder refused = Recorder.of(node, Subscription.toAll().keys("\0"));
        assertThatThrownBy(() -> refused.ended().get(Recorder.SOON.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(JournalException.class);
    }

    private static Recorder recorded(Subscription subscription) {
        Recorder recorder = Recorder.of(node, subscription.untilCaughtUp());
        recorder.caughtUp();
        return recorder;
    }

    private static List<Long> history(Subscription subscription) {
        Recorder recorder = recorded(subscription);
        assertThat(recorder.caughtUp().position()).isEqualTo(10);
        return recorder.positions();
    }
}
