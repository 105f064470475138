package io.quarkiverse.journal.benchmarks.harness;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Contenders that did the same work in the same rounds.
 *
 * @param name what the work was
 * @param unit what the rates are; {@code null} where they were given, and tell nothing
 * @param outcomes the first is what the others are set in proportion to
 */
public record Comparison(String name, @Nullable String unit, List<Outcome> outcomes) {

    static final String EVENTS = "events/s";

    boolean ofRates() {
        return unit != null;
    }

    /** A contender's rates in proportion to the first one's, round by round. */
    Spread ratio(Outcome outcome) {
        double[] first = outcomes.get(0).rates();
        double[] ratios = outcome.rates();
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] /= first[round];
        }
        return Spread.of(ratios);
    }
}
