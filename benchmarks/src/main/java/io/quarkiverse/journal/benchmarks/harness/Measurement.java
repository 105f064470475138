package io.quarkiverse.journal.benchmarks.harness;

import java.util.Map;

import org.HdrHistogram.Histogram;

/**
 * What one round of a contender gave.
 *
 * @param perSecond how many events a second
 * @param latencies in nanoseconds, by what they are the latencies of; empty where the work has none
 */
public record Measurement(double perSecond, Map<String, Histogram> latencies) {

    /** So many events in so much time. */
    public static Measurement rate(long events, long nanos) {
        return new Measurement(events * 1e9 / nanos, Map.of());
    }

    /** A histogram of nanoseconds that grows as it needs to, with three digits. */
    public static Histogram newHistogram() {
        return new Histogram(3);
    }
}
