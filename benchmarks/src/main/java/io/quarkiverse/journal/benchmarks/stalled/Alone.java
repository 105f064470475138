package io.quarkiverse.journal.benchmarks.stalled;

import java.util.OptionalLong;

import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Visit;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** The usual rate: readers of the second half, whom nobody disturbs. */
record Alone(Showcase showcase, Crowd crowd, History history, int readers) implements Contender {

    @Override
    public String name() {
        return readers + " readers alone";
    }

    @Override
    public Measurement round() throws Exception {
        Half half = new Half(crowd, readers, history.middle(), false);
        try {
            long start = System.nanoTime();
            half.enter(Visit.sse(history.after(showcase, history.middle()), history.middle()));
            return Measurement.rate((history.events() - history.middle()) * readers, half.atTheEnd().get() - start);
        } finally {
            half.leave();
        }
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(showcase.pid());
    }
}
