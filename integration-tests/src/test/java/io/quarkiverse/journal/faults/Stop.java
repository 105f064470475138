package io.quarkiverse.journal.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells all threads of a run to end, also those that pause. Thread-safe. */
final class Stop {

    private final CountDownLatch told = new CountDownLatch(1);

    void tell() {
        told.countDown();
    }

    boolean isTold() {
        return told.getCount() == 0;
    }

    /**
     * Pauses.
     *
     * @return whether the run goes on
     */
    boolean pause(long millis) throws InterruptedException {
        return !told.await(millis, TimeUnit.MILLISECONDS);
    }
}
