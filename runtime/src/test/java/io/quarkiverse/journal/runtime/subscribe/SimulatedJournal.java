package io.quarkiverse.journal.runtime.subscribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.TopicEnding;
import io.quarkiverse.journal.runtime.store.TopicFloors.Raised;
import io.quarkiverse.journal.runtime.store.Trimmed;
import io.quarkiverse.journal.runtime.tail.Tail;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * A journal without a database, in which a test decides what happens next: what is committed and by whom, when the node's own
 * writer hands over, when the tail follows, when a question reaches the database and when its answer comes back.
 */
final class SimulatedJournal implements PageSource {

    static final String EPOCH = "abcdefgh";
    /** About what an event weighs. */
    static final long WEIGHT = event("a", "x", 1).weight();
    static final List<String> TOPICS = List.of("a", "b", "ab", "c");
    static final List<String> KINDS = List.of("x", "y");
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);

    private final int pageSize;
    private final List<StoredEvent> committed = new ArrayList<>();
    private final Deque<List<StoredEvent>> notHandedOver = new ArrayDeque<>();
    private final List<Asked<?>> asked = new ArrayList<>();
    private final List<Runnable> answered = new ArrayList<>();
    private final Map<String, Floor> floors = new TreeMap<>();
    private final Set<Long> removed = new HashSet<>();
    private final Tail tail;
    private long trims;
    private Page followed;

    SimulatedJournal(int bufferSize, int pageSize, int before, int seed) {
        this.pageSize = pageSize;
        commit(before, seed);
        this.tail = new Tail(bufferSize, Long.MAX_VALUE, committed.size());
    }

    Tail tail() {
        return tail;
    }

    long head() {
        return committed.size();
    }

    List<StoredEvent> committed() {
        return committed;
    }

    void commitByThisNode(int count, int seed) {
        notHandedOver.add(commit(count, seed));
    }

    List<StoredEvent> commit(int count, int seed) {
        List<StoredEvent> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int choice = seed + i * 7;
            long position = committed.size() + 1;
            StoredEvent event = event(openTopic(choice), KINDS.get(Math.floorMod(choice / 4, KINDS.size())), position);
            batch.add(event);
            committed.add(event);
        }
        return batch;
    }

    /** Puts an end behind a topic's last event, after which none of its events is committed. */
    void close(String topic) {
        if (end(topic) == 0) {
            long position = committed.size() + 1;
            StoredEvent end = event(topic, EventData.END, position);
            committed.add(end);
            notHandedOver.add(List.of(end));
        }
    }

    /** Where a topic ended, or 0. */
    long end(String topic) {
        return committed.stream().filter(event -> event.data().isEnd() && event.data().topic().equals(topic))
                .mapToLong(StoredEvent::position).findFirst().orElse(0);
    }

    private String openTopic(int choice) {
        String topic = TOPICS.get(Math.floorMod(choice, TOPICS.size()));
        return end(topic) == 0 ? topic : "always-open";
    }

    private static StoredEvent event(String topic, String kind, long position) {
        return new StoredEvent(new EventData(topic, kind, "id" + position, position, null, null, null, null, null, null,
                new byte[] { '1' }), position, EPOCH);
    }

    boolean handOver() {
        List<StoredEvent> batch = notHandedOver.poll();
        if (batch != null) {
            tail.append(batch);
        }
        return batch != null;
    }

    /** The tail reads; what it read is appended later, so that the writer can come between. */
    void followerReads() {
        if (followed == null) {
            if (head() - tail.head() > tail.capacity()) {
                tail.skipTo(head() - tail.capacity() / 2);
            }
            followed = pageNow(tail.head(), EVERYTHING, Long.MAX_VALUE);
        }
    }

    void followerAppends() {
        if (followed != null) {
            tail.take(followed.events(), followed.through());
            followed = null;
        }
    }

    /** One of the open questions reaches the database: its answer is what is committed now. */
    boolean databaseAnswers(int which) {
        if (asked.isEmpty()) {
            return false;
        }
        answered.add(asked.remove(which % asked.size()).answerNow());
        return true;
    }

    /** One of the answers arrives. */
    boolean answerArrives(int which) {
        if (answered.isEmpty()) {
            return false;
        }
        answered.remove(which % answered.size()).run();
        return true;
    }

    int open() {
        return asked.size() + answered.size();
    }

    @Override
    public Uni<Opening> opening(Start start, EventFilter filter) {
        return Uni.createFrom().emitter(emitter -> asked.add(new Asked<>(emitter, () -> openingNow(start, filter))));
    }

    @Override
    public Uni<Page> page(PageRequest wanted) {
        return Uni.createFrom().emitter(emitter -> asked.add(new Asked<>(emitter, () -> pageNow(wanted))));
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    private Opening openingNow(Start start, EventFilter filter) {
        Extent extent = new Extent(EPOCH, 0, head(), cursor(head()), null, 0);
        long end = filter.singleTopic() == null ? 0 : end(filter.singleTopic());
        return new Opening(extent, raised(filter, Beginning.wanted(start, extent), 0), end == 0 ? null
                : new TopicEnding(end, new Cursor(EPOCH, end - 1, 0), new Cursor(EPOCH, end, 0)));
    }

    Cursor cursor(long position) {
        return position == 0 ? Cursor.beginning(EPOCH) : committed.get((int) position - 1).cursor();
    }

    private Raised raised(EventFilter filter, long place, long seen) {
        List<Trimmed> found = new ArrayList<>();
        floors.forEach((topic, floor) -> {
            if (floor.position > place && floor.trim > seen && filter.matchesTopic(topic)) {
                found.add(new Trimmed(topic, floor.position, firstKept(topic, floor.position), end(topic)));
            }
        });
        return new Raised(trims, found);
    }

    private long firstKept(String topic, long floor) {
        return kept().filter(event -> event.position() > floor && event.data().topic().equals(topic))
                .mapToLong(StoredEvent::position).findFirst().orElse(floor + 1);
    }

    private Stream<StoredEvent> kept() {
        return committed.stream().filter(event -> !removed.contains(event.position()));
    }

    /** As the page reader does: a page that is full before a head that is known tells of no other one. */
    private Page pageNow(PageRequest wanted) {
        Page page = pageNow(wanted.after(), wanted.filter(), wanted.seen());
        boolean known = wanted.head() - wanted.after() > pageSize && page.through() < wanted.head();
        return known ? new Page(page.events(), page.through(), wanted.head(), page.cursor(), page.raised()) : page;
    }

    /** As the page reader does: rows, and floors afterwards. */
    private Page pageNow(long after, EventFilter filter, long seen) {
        List<StoredEvent> events = new ArrayList<>();
        long through = Math.max(after, head());
        for (long position = after + 1; position <= head(); position++) {
            StoredEvent event = committed.get((int) position - 1);
            if (filter.matches(event.data()) && !removed.contains(position)) {
                events.add(event);
                if (events.size() == pageSize) {
                    through = position;
                    break;
                }
            }
            if (!filter.wholeTopics() && position - after == 2L * pageSize) {
                through = position;
                break;
            }
        }
        Raised raised = raised(filter, after, seen);
        RemovedEvents known = new RemovedEvents();
        known.learn(raised.topics());
        return new Page(known.without(events), through, head(), through == 0 ? null : cursor(through), raised);
    }

    /** Retention, first half: the floors. */
    void raiseFloor(String topic, long cut) {
        committed.stream().filter(event -> event.position() <= cut && event.data().topic().equals(topic))
                .mapToLong(StoredEvent::position).max()
                .ifPresent(last -> {
                    if (last > floor(topic)) {
                        floors.put(topic, new Floor(last, ++trims));
                    }
                });
    }

    long floor(String topic) {
        return floors.getOrDefault(topic, new Floor(0, 0)).position;
    }

    /** Retention, second half: some of what lies below the floors. */
    void remove(int which) {
        List<Long> past = kept().filter(event -> event.position() <= floor(event.data().topic())).map(StoredEvent::position)
                .toList();
        if (!past.isEmpty()) {
            removed.add(past.get(which % past.size()));
        }
    }

    private record Floor(long position, long trim) {
    }

    private record Asked<T>(UniEmitter<? super T> emitter, Supplier<T> answer) {

        Runnable answerNow() {
            T value = answer.get();
            return () -> emitter.complete(value);
        }
    }
}
