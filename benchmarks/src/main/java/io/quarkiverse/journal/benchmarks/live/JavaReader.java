package io.quarkiverse.journal.benchmarks.live;

import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;
import io.smallrye.mutiny.subscription.Cancellable;

/** A subscription in the same process. */
final class JavaReader implements Reader {

    private final Cancellable subscription;
    private volatile LongConsumer arrival = due -> {
    };

    /** Attaches, and waits for the sentinel. */
    JavaReader(Journal journal, String topic) throws InterruptedException {
        CountDownLatch caughtUp = new CountDownLatch(1);
        this.subscription = journal.subscribe(Subscription.to(topic)).subscribe().with(frame -> {
            if (frame instanceof Event event) {
                arrival.accept(TimedPayload.due(event.payload().value()));
            } else if (frame instanceof CaughtUp) {
                caughtUp.countDown();
            }
        });
        caughtUp.await();
    }

    @Override
    public void onArrival(LongConsumer arrival) {
        this.arrival = arrival;
    }

    @Override
    public void close() {
        subscription.cancel();
    }
}
