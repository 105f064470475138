package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
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
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, Long> floorsAtBeginning = new HashMap<>();
    private boolean begun;
    private long sentinel = -1;
    private long sentinelCursor;
    private long end;
    private boolean worthPolling = true;
    private boolean finished;
    private boolean closed;
    private int left;
    private long named;

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

    /** Whether more may come. */
    boolean isLive() {
        return subscription.live() && end == 0;
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

    /**
     * Whoever would resume there has had everything up to there, and gets the rest: also the sentinel's promise, and the end.
     */
    void namePlace() {
        Cursor place = reading.namePlace();
        if (place == null) {
            return;
        }
        assertThat(closed || finished).as("a place named at the end").isFalse();
        assertThat(place).isEqualTo(journal.cursor(place.position()));
        assertThat(place.position()).as("the place named, after %s", named).isGreaterThan(named)
                .isLessThanOrEqualTo(journal.head());
        assertThat(given.isEmpty() || given.get(given.size() - 1) < place.position()).isTrue();
        begun();
        assertThat(missing(place.position())).as("missing at the place %s, given: %s, gaps: %s", place.position(), given, gaps)
                .isEmpty();
        if (subscription.start() instanceof Start.AfterPosition after) {
            assertThat(place.position()).as("a place that the reader named itself").isGreaterThan(after.position());
        }
        if (subscription.start() instanceof Start.AfterTime && subscription.sentinel()) {
            assertThat(sentinel).as("the sentinel of who starts at a time").isNotNegative();
        }
        assertThat(sentinel).as("the last place named before the sentinel").isNotEqualTo(place.position());
        if (filter.singleTopic() != null && journal.end(filter.singleTopic()) > start()) {
            assertThat(place.position()).as("a place before the end").isLessThan(journal.end(filter.singleTopic()));
        }
        named = place.position();
    }

    void close() {
        closed = true;
        reading.close();
        checkPrefix();
    }

    @Override
    public void event(StoredEvent event) {
        assertThat(event.data().isEnd()).isFalse();
        give(event.position());
    }

    private void give(long position) {
        assertThat(--left).as("events given beyond the demand").isNotNegative();
        assertThat(end).as("event %s after the end", position).isZero();
        assertThat(sentinel < 0 || position > sentinel).as("event %s after the sentinel %s", position, sentinel).isTrue();
        assertThat(given.isEmpty() || given.get(given.size() - 1) < position).as("%s after %s", position, given).isTrue();
        assertThat(gaps).as("gaps that said that %s is missing", position)
                .noneMatch(gap -> covers(gap, journal.committed().get((int) position - 1)));
        begun();
        given.add(position);
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        assertThat(sentinel).as("a second sentinel").isNegative();
        assertThat(end).as("the sentinel after the end").isZero();
        sentinel = caughtUp.position();
        assertThat(named).as("the place named before the sentinel").isLessThanOrEqualTo(sentinel);
        sentinelCursor = caughtUp.cursor().position();
        assertThat(sentinel).isBetween(headAtOpening, journal.head());
        begun();
        assertThat(missing(sentinel))
                .as("missing at the sentinel %s, of which no gap told; given: %s, gaps: %s", sentinel, given,
                        gaps)
                .isEmpty();
    }

    @Override
    public void gap(Gap gap) {
        assertThat(gap.reason()).isEqualTo(Gap.Reason.TRUNCATED);
        assertThat(gap.topic() == null).as("the topic is told where there are several").isEqualTo(filter.singleTopic() != null);
        assertThat(gap.requested()).isLessThan(journal.floor(topic(gap)));
        assertThat(given.isEmpty() || given.get(given.size() - 1) <= gap.requested()).isTrue();
        begun();
        gaps.add(gap);
    }

    private String topic(Gap gap) {
        return gap.topic() == null ? filter.singleTopic() : gap.topic();
    }

    private boolean covers(Gap gap, StoredEvent event) {
        return topic(gap).equals(event.data().topic()) && event.position() > gap.requested() && event.position() < gap.first();
    }

    /** Who starts at the earliest event misses nothing that was removed before. */
    private void begun() {
        if (!begun) {
            begun = true;
            SimulatedJournal.TOPICS.forEach(topic -> floorsAtBeginning.put(topic, journal.floor(topic)));
        }
    }

    private List<Long> missing(long through) {
        return wantedEvents(through).filter(event -> !given.contains(event.position())
                && gaps.stream().noneMatch(gap -> covers(gap, event))
                && !((subscription.start() instanceof Start.Earliest || subscription.start() instanceof Start.AfterTime)
                        && event.position() <= floorsAtBeginning.getOrDefault(event.data().topic(), 0L)))
                .map(StoredEvent::position).toList();
    }

    /** In its place among the events, of which it counts as one. */
    @Override
    public void topicClosed(TopicClosed closed) {
        assertThat(filter.singleTopic()).isNull();
        assertThat(closed.position()).isEqualTo(journal.end(closed.topic()));
        give(closed.position());
    }

    @Override
    public void end(End last) {
        assertThat(end).as("a second end").isZero();
        assertThat(filter.singleTopic()).isNotNull();
        assertThat(last.position()).isEqualTo(journal.end(filter.singleTopic())).isEqualTo(last.cursor().position());
        end = last.position();
        if (subscription.sentinel()) {
            assertThat(sentinel).as("the sentinel before the end").isNotNegative();
            if (sentinel >= end && start() < end) {
                assertThat(sentinelCursor).as("who resumes from the sentinel gets the end").isLessThan(end);
            }
        }
        begun();
        assertThat(missing(journal.head())).as("missing before the end, given: %s, gaps: %s", given, gaps).isEmpty();
    }

    /** What was given so far has no hole, and nothing twice, and nothing that was not wanted. */
    void checkPrefix() {
        assertThat(missing(given.isEmpty() ? 0 : given.get(given.size() - 1))).as("missing from %s, gaps: %s", given, gaps)
                .isEmpty();
        assertThat(wanted(given.isEmpty() ? 0 : given.get(given.size() - 1))).containsAll(given);
    }

    /** Everything has come to rest: nothing may be missing. */
    void checkComplete() {
        assertThat(worthPolling).isFalse();
        assertThat(finished).isEqualTo(!subscription.live() || end != 0);
        String topic = filter.singleTopic();
        if (topic != null && (subscription.live() || sentinel >= journal.end(topic))) {
            assertThat(end).as("the end of %s", topic).isEqualTo(journal.end(topic));
        }
        if (subscription.sentinel()) {
            assertThat(sentinel).as("the sentinel").isNotNegative();
        }
        if (subscription.live() || end != 0) {
            begun();
            assertThat(missing(journal.head())).as("missing from %s, gaps: %s", given, gaps).isEmpty();
            checkPrefix();
        } else {
            checkPrefix();
        }
    }

    /** At rest nothing lies between the journal's head and the last place that was named. */
    void checkNamed(long head) {
        if (isLive()) {
            long last = Math.max(named, given.isEmpty() ? 0 : given.get(given.size() - 1));
            long own = subscription.start() instanceof Start.AfterPosition after ? after.position() : 0;
            assertThat(Math.max(Math.max(last, own), sentinel)).as("the last place named").isEqualTo(head);
        }
    }

    private List<Long> wanted(long through) {
        return wantedEvents(through).map(StoredEvent::position).toList();
    }

    private Stream<StoredEvent> wantedEvents(long through) {
        return journal.committed().stream()
                .filter(event -> event.position() <= through && event.position() > start() && filter.matches(event.data())
                        && !(event.data().isEnd() && filter.singleTopic() != null));
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
