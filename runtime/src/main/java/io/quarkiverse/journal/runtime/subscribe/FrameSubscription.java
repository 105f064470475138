package io.quarkiverse.journal.runtime.subscribe;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * One subscriber's reading, driven by its demand. It is also the reading's signal: running it looks for frames.
 * <p>
 * Thread-safe: at most one task drains at a time, whoever asks for it.
 */
final class FrameSubscription implements Flow.Subscription, FrameSink, Runnable {

    private static final int FRAMES_A_POLL = 256;

    private final Flow.Subscriber<? super Frame> subscriber;
    private final Executor executor;
    private final AtomicLong demand = new AtomicLong();
    /** Requests to drain since the last drain began; whoever raises it from zero starts the task. */
    private final AtomicInteger wanted = new AtomicInteger();
    /** Frames taken from the reading beyond the demand: few, since only sentinel, gap and end are not counted by a poll. */
    private final Queue<Frame> taken = new ArrayDeque<>();
    private volatile @Nullable Reading reading;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;
    private boolean finished;

    FrameSubscription(Flow.Subscriber<? super Frame> subscriber, Executor executor) {
        this.subscriber = subscriber;
        this.executor = executor;
    }

    void begin(Reading opened) {
        // Holds drains back until onSubscribe has returned.
        wanted.incrementAndGet();
        reading = opened;
        subscriber.onSubscribe(this);
        schedule();
    }

    /** There is no reading: says why, also to a subscriber that asks for nothing. */
    void refuse(RuntimeException cause) {
        wanted.incrementAndGet();
        subscriber.onSubscribe(this);
        terminate(cause);
    }

    /** Only for whoever may drain: nobody else does meanwhile. */
    private void schedule() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // There is no thread any more to give frames on: the application ends.
            JournalClosedException closed = new JournalClosedException();
            closed.addSuppressed(e);
            terminate(closed);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("A subscriber must request at least one item, not " + n
                    + " (Reactive Streams, rule 3.9)");
        } else {
            demand.accumulateAndGet(n, (present, more) -> present + more < 0 ? Long.MAX_VALUE : present + more);
        }
        run();
    }

    @Override
    public void cancel() {
        cancelled = true;
        Reading opened = reading;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void run() {
        if (wanted.getAndIncrement() == 0) {
            schedule();
        }
    }

    private void drain() {
        int seen;
        do {
            seen = wanted.get();
            if (!cancelled && drainOnce()) {
                // There may be more at once; others get their turn on this thread first.
                schedule();
                return;
            }
        } while (!wanted.compareAndSet(seen, 0));
    }

    /**
     * @return whether there may be more at once
     */
    private boolean drainOnce() {
        try {
            Throwable wrong = failure;
            if (wrong != null) {
                terminate(wrong);
                return false;
            }
            Reading opened = reading;
            if (opened == null) {
                return false;
            }
            emitTaken();
            boolean more = false;
            if (!cancelled && !finished && taken.isEmpty() && demand.get() > 0) {
                Poll poll = opened.poll((int) Math.min(demand.get(), FRAMES_A_POLL), this);
                finished = poll == Poll.FINISHED;
                more = poll == Poll.MORE;
                emitTaken();
            }
            if (finished && taken.isEmpty() && !cancelled) {
                cancel();
                subscriber.onComplete();
                return false;
            }
            return more && !cancelled && demand.get() > 0;
        } catch (RuntimeException e) {
            terminate(e);
            return false;
        } catch (Error e) {
            // Nobody drains after this: the reading must not stay open, or parked, for good.
            cancel();
            throw e;
        }
    }

    private void emitTaken() {
        while (!cancelled && demand.get() > 0) {
            Frame next = taken.poll();
            if (next == null) {
                return;
            }
            demand.getAndUpdate(present -> present == Long.MAX_VALUE ? present : present - 1);
            subscriber.onNext(next);
        }
    }

    private void terminate(Throwable cause) {
        if (!cancelled) {
            cancel();
            subscriber.onError(cause);
        }
    }

    @Override
    public void event(StoredEvent event) {
        taken.add(event.event());
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        taken.add(caughtUp);
    }

    @Override
    public void gap(Gap gap) {
        taken.add(gap);
    }

    @Override
    public void topicClosed(TopicClosed closed) {
        taken.add(closed);
    }

    @Override
    public void end(End end) {
        taken.add(end);
    }
}
