package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.faults.Attempt.Shape;

/** All attempts of a run. Thread-safe. */
final class Attempts {

    private final List<Attempt> all = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();

    Attempt begin(String topic, int events, Shape shape) {
        return begin(topic, events, shape, false, Attempt.ANY);
    }

    /** One whose events are meant to be rolled back. */
    Attempt beginDoomed(String topic, int events) {
        return begin(topic, events, Shape.TRANSACTION, true, Attempt.ANY);
    }

    /** One that is stored only if the topic's last event is at a position. */
    Attempt beginAfter(String topic, long expected) {
        return begin(topic, 1, Shape.ATOMIC, false, expected);
    }

    private synchronized Attempt begin(String topic, int events, Shape shape, boolean doomed, long expected) {
        Attempt attempt = new Attempt(all.size(), topic, events, shape, doomed, expected, System.nanoTime());
        all.add(attempt);
        return attempt;
    }

    /** Somebody was told that a topic is closed. */
    synchronized void closed(String topic, long end) {
        closings.add(new Closing(topic, end, System.nanoTime()));
    }

    synchronized List<Closing> closings() {
        return List.copyOf(closings);
    }

    /** By number. */
    synchronized List<Attempt> all() {
        return List.copyOf(all);
    }
}
