package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Polls a reading as its contract wants it, and knows what it has to give.
 */
final class CheckingReader implements FrameSink {

    private final SimulatedJournal journal;
    private final Subscription subscription;
    private final EventFilter filter;
    private final Reading reading;
    private final long headAtOpening;
    private final List<Long> given = new ArrayList<>();
    private long sentinel = -1;
    private boolean worthPolling = true;
    private boolean finished;
    private boolean closed;
    private int left;

    CheckingReader(SimulatedJournal journal, ReadingSources sources, Subscription subscription) {
        this.journal = journal;
        this.subscription = subscription;
        this.filter = EventFilter.of(subscription);
        this.headAtOpening = journal.head();
        this.reading = sources.open(subscription, () -> {
            assertThat(closed).as("signalled after it was closed").isFalse();
            worthPolling = true;
        });
    }

    boolean isWorthPolling() {
        return worthPolling;
    }

    boolean isLive() {
        return subscription.live();
    }

    void poll(int max) {
        worthPolling = false;
        left = max;
        switch (reading.poll(max, this)) {
            case MORE -> worthPolling = true;
            case FINISHED -> finished = true;
            case WAITING -> {
            }
        }
    }

    void close() {
        closed = true;
        reading.close();
        checkPrefix();
    }

    @Override
    public void event(StoredEvent event) {
        assertThat(--left).as("events given beyond the demand").isNotNegative();
        assertThat(sentinel < 0 || event.position() > sentinel).as("event %s after the sentinel %s", event.position(), sentinel)
                .isTrue();
        given.add(event.position());
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        assertThat(sentinel).as("a second sentinel").isNegative();
        sentinel = caughtUp.position();
        assertThat(sentinel).isBetween(headAtOpening, journal.head());
        assertThat(given).as("events at the sentinel %s", sentinel).isEqualTo(wanted(sentinel));
    }

    @Override
    public void gap(Gap gap) {
        throw new AssertionError(gap);
    }

    @Override
    public void topicClosed(TopicClosed closed) {
        throw new AssertionError(closed);
    }

    @Override
    public void end(End end) {
        throw new AssertionError(end);
    }

    /** What was given so far has no hole, and nothing twice, and nothing that was not wanted. */
    void checkPrefix() {
        assertThat(given).isEqualTo(given.isEmpty() ? List.of() : wanted(given.get(given.size() - 1)));
    }

    /** Everything has come to rest: nothing may be missing. */
    void checkComplete() {
        assertThat(worthPolling).isFalse();
        assertThat(finished).isEqualTo(!subscription.live());
        if (subscription.sentinel()) {
            assertThat(sentinel).as("the sentinel").isNotNegative();
        }
        if (subscription.live()) {
            assertThat(given).isEqualTo(wanted(journal.head()));
        } else {
            checkPrefix();
        }
    }

    private List<Long> wanted(long through) {
        return journal.committed().stream()
                .filter(event -> event.position() <= through && event.position() > start() && filter.matches(event.data()))
                .map(StoredEvent::position).toList();
    }

    /** What comes first after the latest is not known from outside: the sentinel tells, or the first event. */
    private long start() {
        if (subscription.start() instanceof Start.AfterPosition after) {
            return after.position();
        }
        if (subscription.start() instanceof Start.Latest) {
            return sentinel >= 0 ? sentinel : given.isEmpty() ? journal.head() : given.get(0) - 1;
        }
        return 0;
    }
}
