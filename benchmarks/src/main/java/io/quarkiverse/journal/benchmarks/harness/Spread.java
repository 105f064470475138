package io.quarkiverse.journal.benchmarks.harness;

import java.util.EnumSet;

import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Statistic;

/** The middle one of several rounds, and how far they lie apart. */
public record Spread(double median, double least, double most) {

    static Spread of(double[] values) {
        DoubleStatistics statistics = DoubleStatistics.of(EnumSet.of(Statistic.MIN, Statistic.MAX), values);
        return new Spread(Median.withDefaults().evaluate(values), statistics.getAsDouble(Statistic.MIN),
                statistics.getAsDouble(Statistic.MAX));
    }
}
