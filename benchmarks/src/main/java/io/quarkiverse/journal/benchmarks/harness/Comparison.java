package io.quarkiverse.journal.benchmarks.harness;

import java.util.List;

/**
 * Contenders that did the same work in the same rounds.
 *
 * @param name what the work was
 * @param ofRates whether the rates tell something, which they do not where they were given
 * @param outcomes the first is what the others are set in proportion to
 */
public record Comparison(String name, boolean ofRates, List<Outcome> outcomes) {

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
