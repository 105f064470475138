package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.List;

/** All attempts of a run. Thread-safe. */
final class Attempts {

    private final List<Attempt> all = new ArrayList<>();

    synchronized Attempt begin(String topic, int events, Attempt.Shape shape, boolean doomed) {
        Attempt attempt = new Attempt(all.size(), topic, events, shape, doomed, System.nanoTime());
        all.add(attempt);
        return attempt;
    }

    /** By number. */
    synchronized List<Attempt> all() {
        return List.copyOf(all);
    }
}
