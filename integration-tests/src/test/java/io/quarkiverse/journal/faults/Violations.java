package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a run. Of many of one sort, the first are told and all are counted. Thread-safe. */
final class Violations {

    private static final int MOST_TOLD_OF_A_SORT = 5;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();

    /**
     * @param violation its sort, with places for the values
     */
    synchronized void add(String violation, Object... values) {
        if (counts.merge(violation, 1, Integer::sum) <= MOST_TOLD_OF_A_SORT) {
            told.add(violation.formatted(values));
        }
    }

    synchronized List<String> told() {
        List<String> all = new ArrayList<>(told);
        counts.forEach((violation, count) -> {
            if (count > MOST_TOLD_OF_A_SORT) {
                all.add("and %d more: %s".formatted(count - MOST_TOLD_OF_A_SORT, violation));
            }
        });
        return all;
    }
}
