package io.quarkiverse.journal.benchmarks.stalled;

import java.net.URI;
import java.time.Duration;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** A long topic, alone in its journal. */
record History(long events) {

    private static final String TOPIC = "orders";

    void write(Journal journal) throws InterruptedException {
        SampleEvents samples = new SampleEvents(200);
        for (long i = 0; i < events; i++) {
            journal.publish(TOPIC, samples.get(i));
        }
        if (!journal.flush(Duration.ofMinutes(2))) {
            throw new IllegalStateException("The events were not written within two minutes");
        }
    }

    long middle() {
        return events / 2;
    }

    URI after(Showcase showcase, long position) {
        return showcase.journal("topics/" + TOPIC + "/stream?since=" + position);
    }
}
