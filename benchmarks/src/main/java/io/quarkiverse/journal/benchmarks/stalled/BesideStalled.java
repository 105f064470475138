package io.quarkiverse.journal.benchmarks.stalled;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Visit;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.LiveHeap;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/**
 * As many readers again begin with them, and stall in the middle. What is measured is how the others go on from then on. The
 * stalled ones read on afterwards, and each has to get everything that is left, and the sentinel.
 */
final class BesideStalled implements Contender {

    private final Showcase showcase;
    private final Crowd crowd;
    private final History history;
    private final int readers;
    private final List<Double> heap = new ArrayList<>();
    private final List<Double> resumed = new ArrayList<>();

    BesideStalled(Showcase showcase, Crowd crowd, History history, int readers) {
        this.showcase = showcase;
        this.crowd = crowd;
        this.history = history;
        this.readers = readers;
    }

    @Override
    public String name() {
        return "%d readers beside %<d that have stalled".formatted(readers);
    }

    /** What the node's heap held while they had stalled and the others were through, in MiB, for each round. */
    List<Double> heap() {
        return heap;
    }

    /** The rate of those that had stalled, once they read on, for each round. */
    List<Double> resumed() {
        return resumed;
    }

    @Override
    public Measurement round() throws Exception {
        Half stalled = new Half(crowd, readers, history.middle(), true);
        Half others = new Half(crowd, readers, history.middle(), false);
        try {
            Visit visit = Visit.sse(history.after(showcase, 0), 0);
            stalled.enter(visit);
            others.enter(visit);
            long start = stalled.inTheMiddle().get();
            long before = others.events().get();
            Measurement measured = Measurement.rate(history.events() * readers - before, others.atTheEnd().get() - start);
            heap.add(LiveHeap.of(showcase.pid()).bytes() / 1024.0 / 1024);
            long again = System.nanoTime();
            stalled.goOn();
            resumed.add((history.events() - history.middle()) * readers * 1e9 / (stalled.atTheEnd().get() - again));
            return measured;
        } finally {
            stalled.leave();
            others.leave();
        }
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(showcase.pid());
    }
}
