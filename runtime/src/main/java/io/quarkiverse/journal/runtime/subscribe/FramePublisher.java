package io.quarkiverse.journal.runtime.subscribe;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.quarkiverse.journal.Frame;

/**
 * Readings as a Reactive Streams publisher. Each subscriber gets a reading of its own, and its frames on the executor's
 * threads,
 * one at a time, as it asks for them.
 */
public final class FramePublisher implements Flow.Publisher<Frame> {

    private final Function<Runnable, Reading> opener;
    private final Executor executor;

    /**
     * @param opener opens a reading, given its signal
     * @param executor runs subscribers
     */
    public FramePublisher(Function<Runnable, Reading> opener, Executor executor) {
        this.opener = opener;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Frame> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        FrameSubscription subscription = new FrameSubscription(subscriber, executor);
        Reading opened;
        try {
            opened = opener.apply(subscription);
        } catch (RuntimeException e) {
            subscription.refuse(e);
            return;
        }
        subscription.begin(opened);
    }
}
