package io.quarkiverse.journal.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** What all rounds of one contender gave together. */
public final class Outcome {

    private final String contender;
    private final List<Double> rates = new ArrayList<>();
    private final Map<String, Histogram> latencies = new LinkedHashMap<>();

    Outcome(String contender) {
        this.contender = contender;
    }

    void add(Measurement measurement) {
        rates.add(measurement.perSecond());
        measurement.latencies().forEach(
                (name, histogram) -> latencies.computeIfAbsent(name, any -> Measurement.newHistogram()).add(histogram));
    }

    String contender() {
        return contender;
    }

    double[] rates() {
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
    }

    Map<String, Histogram> latencies() {
        return latencies;
    }
}
