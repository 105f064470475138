package io.quarkiverse.journal.benchmarks.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/**
 * Threads that publish, each by a journal of its own or all by one, until everything is committed.
 *
 * @param journals one for each thread
 * @param count how many events each publishes
 */
record SpreadPublish(String name, List<Journal> journals, SampleEvents events, int count) implements Contender {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Measurement round() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(journals.size());
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < journals.size(); i++) {
                Journal journal = journals.get(i);
                String topic = "orders" + i;
                work.add(() -> publish(journal, topic));
            }
            long start = System.nanoTime();
            for (Future<Boolean> flushed : threads.invokeAll(work)) {
                if (!flushed.get()) {
                    throw new IllegalStateException(count + " events were not written within " + PATIENCE);
                }
            }
            return Measurement.rate((long) count * journals.size(), System.nanoTime() - start);
        } finally {
            threads.shutdown();
        }
    }

    private boolean publish(Journal journal, String topic) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            journal.publish(topic, events.get(i));
        }
        return journal.flush(PATIENCE);
    }
}
