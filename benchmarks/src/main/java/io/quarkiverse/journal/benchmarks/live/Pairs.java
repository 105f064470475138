package io.quarkiverse.journal.benchmarks.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long after its publisher knew of its commit a reader had an event; nothing if the reader was first. Thread-safe. */
final class Pairs {

    private final Map<Long, Long> waiting = new ConcurrentHashMap<>();
    private final Histogram between = new ConcurrentHistogram(3);

    void durable(long due) {
        pair(due, false);
    }

    void read(long due) {
        pair(due, true);
    }

    /** Whoever comes first leaves the time; the other one knows by itself who that was. */
    private void pair(long due, boolean reader) {
        long now = System.nanoTime();
        Long first = waiting.putIfAbsent(due, now);
        if (first != null) {
            // Both may have looked at the clock before either left its time.
            between.recordValue(reader ? Math.max(0, now - first) : 0);
        }
    }

    Histogram histogram() {
        return between;
    }
}
