package io.quarkiverse.journal.benchmarks.publish;

import java.time.Duration;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** One thread publishes, then waits until everything is committed. */
final class JournalPublish implements Contender {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Journal journal;
    private final SampleEvents events;
    private final int count;

    JournalPublish(Journal journal, SampleEvents events, int count) {
        this.journal = journal;
        this.events = events;
        this.count = count;
    }

    @Override
    public String name() {
        return "publish, flush";
    }

    @Override
    public Measurement round() throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            journal.publish("orders", events.get(i));
        }
        if (!journal.flush(PATIENCE)) {
            throw new IllegalStateException(count + " events were not written within " + PATIENCE);
        }
        return Measurement.rate(count, System.nanoTime() - start);
    }
}
