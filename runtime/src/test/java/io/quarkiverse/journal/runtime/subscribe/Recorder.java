package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * A subscriber that keeps what it gets and checks what must hold at every frame: positions grow, and there is one sentinel, in
 * its place.
 */
public final class Recorder implements Flow.Subscriber<Frame> {

    public static final Duration SOON = Duration.ofSeconds(30);

    private final long batch;
    private final List<Event> events = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<CaughtUp> caughtUp = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private int eventsAtSentinel = -1;
    private String wrong;

    private Recorder(long batch) {
        this.batch = batch;
    }

    public static Recorder of(TestNode node, Subscription subscription) {
        return of(node, subscription, Long.MAX_VALUE);
    }

    /**
     * @param batch how many frames to ask for at a time
     */
    public static Recorder of(TestNode node, Subscription subscription, long batch) {
        Recorder recorder = new Recorder(batch);
        node.journal().subscribe(subscription).subscribe().withSubscriber(recorder);
        return recorder;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        opened.request(batch);
    }

    @Override
    public synchronized void onNext(Frame frame) {
        if (frame instanceof Event event) {
            if (!events.isEmpty() && event.position() <= events.get(events.size() - 1).position()) {
                wrong = event.position() + " after " + events.get(events.size() - 1).position();
            }
            if (eventsAtSentinel >= 0 && event.position() <= caughtUp.join().position()) {
                wrong = event.position() + " after the sentinel " + caughtUp.join().position();
            }
            events.add(event);
        } else if (frame instanceof CaughtUp sentinel) {
            if (eventsAtSentinel >= 0) {
                wrong = "a second sentinel: " + sentinel;
            }
            eventsAtSentinel = events.size();
            caughtUp.complete(sentinel);
            if (!events.isEmpty() && events.get(events.size() - 1).position() > sentinel.position()) {
                wrong = sentinel + " after " + events.get(events.size() - 1).position();
            }
        } else {
            wrong = frame.toString();
        }
        if (batch != Long.MAX_VALUE) {
            subscription.request(1);
        }
        notifyAll();
    }

    @Override
    public void onError(Throwable failure) {
        ended.completeExceptionally(failure);
        caughtUp.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }

    public synchronized List<Event> events() {
        assertThat(wrong).isNull();
        return List.copyOf(events);
    }

    public synchronized List<Long> positions() {
        return events().stream().map(Event::position).toList();
    }

    public CaughtUp caughtUp() {
        try {
            return caughtUp.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("No sentinel after " + positions().size() + " events", e);
        }
    }

    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    public CompletableFuture<Void> ended() {
        return ended;
    }

    public synchronized Recorder awaitEvents(int count) {
        long deadline = System.nanoTime() + SOON.toNanos();
        try {
            while (events.size() < count && System.nanoTime() < deadline) {
                wait(100);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(events.size()).isGreaterThanOrEqualTo(count);
        return this;
    }

    /** Waits for the last of some positions, and checks that there are these and no others, in order. */
    public void awaitExactly(long first, long last, LongPredicate wanted) {
        List<Long> expected = LongStream.rangeClosed(first, last).filter(wanted).boxed().toList();
        awaitEvents(expected.size());
        assertThat(positions()).isEqualTo(expected);
    }

    public void cancel() {
        subscription.cancel();
    }
}
