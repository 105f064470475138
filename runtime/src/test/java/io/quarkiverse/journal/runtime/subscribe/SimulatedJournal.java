package io.quarkiverse.journal.runtime.subscribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.TopicEnding;
import io.quarkiverse.journal.runtime.tail.Tail;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * A journal without a database, in which a test decides what happens next: what is committed and by whom, when the node's own
 * writer hands over, when the tail follows, when a question reaches the database and when its answer comes back.
 */
final class SimulatedJournal implements PageSource {

    static final String EPOCH = "abcdefgh";
    static final List<String> TOPICS = List.of("a", "b", "ab", "c");
    static final List<String> KINDS = List.of("x", "y");
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);

    private final int pageSize;
    private final List<StoredEvent> committed = new ArrayList<>();
    private final Deque<List<StoredEvent>> notHandedOver = new ArrayDeque<>();
    private final List<Asked<?>> asked = new ArrayList<>();
    private final List<Runnable> answered = new ArrayList<>();
    private final Tail tail;
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
            followed = pageNow(tail.head(), EVERYTHING);
        }
    }

    void followerAppends() {
        if (followed != null) {
            if (!tail.append(followed.events())) {
                throw new AssertionError("The tail asked for what follows it and does not take it");
            }
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
    public Uni<Opening> opening(long checked, String topic) {
        return Uni.createFrom().emitter(emitter -> asked.add(new Asked<>(emitter, () -> openingNow(topic))));
    }

    @Override
    public Uni<Page> page(long after, EventFilter filter) {
        return Uni.createFrom().emitter(emitter -> asked.add(new Asked<>(emitter, () -> pageNow(after, filter))));
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    private Opening openingNow(String topic) {
        long end = topic == null ? 0 : end(topic);
        return new Opening(extentNow(), end == 0 ? null
                : new TopicEnding(end, new Cursor(EPOCH, end - 1, 0), new Cursor(EPOCH, end, 0)));
    }

    private Extent extentNow() {
        return new Extent(EPOCH, 0, head(), new Cursor(EPOCH, head(), 0), null, 0);
    }

    private Page pageNow(long after, EventFilter filter) {
        List<StoredEvent> events = new ArrayList<>();
        for (long position = after + 1; position <= head(); position++) {
            StoredEvent event = committed.get((int) position - 1);
            if (filter.matches(event.data())) {
                events.add(event);
                if (events.size() == pageSize) {
                    return new Page(events, position, head());
                }
            }
        }
        return new Page(events, Math.max(after, head()), head());
    }

    private record Asked<T>(UniEmitter<? super T> emitter, Supplier<T> answer) {

        Runnable answerNow() {
            T value = answer.get();
            return () -> emitter.complete(value);
        }
    }
}
