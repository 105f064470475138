package io.quarkiverse.journal.benchmarks.publish;

import java.time.Duration;
import java.util.Collections;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** Each caller appends an event and waits for its receipt. */
final class JournalAppend implements Contender {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Callers callers;

    JournalAppend(Journal journal, SampleEvents events, int callers, Duration duration) {
        Callers.Call append = number -> journal.append("orders", events.get(number)).await().atMost(PATIENCE);
        this.callers = new Callers(Collections.nCopies(callers, append), duration);
    }

    @Override
    public String name() {
        return "append";
    }

    @Override
    public Measurement round() throws Exception {
        return callers.measure();
    }
}
