package io.quarkiverse.journal.benchmarks.transact;

import java.time.Duration;
import java.util.Collections;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;
import io.quarkiverse.journal.benchmarks.publish.Callers;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** Each caller publishes an event in a transaction of its own and commits it. */
final class JoinedPublish implements Contender {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Journal journal;
    private final Callers callers;

    JoinedPublish(String name, Journal journal, Transactions transactions, SampleEvents events, int callers,
            Duration duration) {
        this.name = name;
        this.journal = journal;
        Callers.Call publish = number -> transactions.call(() -> {
            journal.publish("orders", events.get(number));
            return number;
        });
        this.callers = new Callers(Collections.nCopies(callers, publish), duration);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Measurement round() throws Exception {
        long start = System.nanoTime();
        Measurement measured = callers.measure();
        long committed = System.nanoTime();
        // The sentinel covers what is committed: with nothing left to move it comes at once.
        journal.subscribe(Subscription.to("nothing").untilCaughtUp()).collect().asList().await().atMost(PATIENCE);
        double share = (committed - start) / (double) (System.nanoTime() - start);
        return new Measurement(measured.perSecond() * share, measured.latencies());
    }
}
