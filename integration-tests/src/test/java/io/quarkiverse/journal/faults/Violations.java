package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a run. Of many, the first are told and all are counted. Thread-safe. */
final class Violations {

    private static final int MOST_TOLD = 50;

    private final List<String> told = new ArrayList<>();
    private int count;

    synchronized void add(String violation, Object... values) {
        if (count++ < MOST_TOLD) {
            told.add(violation.formatted(values));
        }
    }

    synchronized List<String> told() {
        if (count <= MOST_TOLD) {
            return List.copyOf(told);
        }
        List<String> all = new ArrayList<>(told);
        all.add("and " + (count - MOST_TOLD) + " more");
        return all;
    }
}
