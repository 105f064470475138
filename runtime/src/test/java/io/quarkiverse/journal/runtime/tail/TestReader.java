package io.quarkiverse.journal.runtime.tail;

import java.util.concurrent.Semaphore;

import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;

/** Counts how often it is woken, and remembers what it was told. */
final class TestReader implements Parked {

    final Semaphore woken = new Semaphore(0);
    volatile long nothingThrough = -1;
    private final EventFilter filter;

    TestReader(Subscription subscription) {
        this.filter = EventFilter.of(subscription);
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public void wake(long through) {
        nothingThrough = through;
        woken.release();
    }
}
