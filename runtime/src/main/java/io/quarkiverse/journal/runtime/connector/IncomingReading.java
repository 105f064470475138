package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.GapException;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.messaging.JournalFailureHandler.Failure;
import io.quarkiverse.journal.messaging.JournalFailureHandler.Outcome;
import io.quarkiverse.journal.messaging.JournalFailureHandler.Redeliver;
import io.quarkiverse.journal.runtime.consume.ProcessedPrefix;
import io.smallrye.mutiny.Uni;

/**
 * A channel's reading, from the moment its consumer is this node's until it is not any more: frames come from the journal as
 * far
 * as the flow lets them, go to the application as messages, and move the place once they are processed.
 * <p>
 * Thread-safe: frames come one at a time, messages go out on the channel's context, and what becomes of them is said on any
 * thread.
 */
final class IncomingReading implements Flow.Subscriber<Frame>, IncomingMessage.Settling {

    private static final Logger LOG = Logger.getLogger(IncomingReading.class);

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final IncomingChannel channel;
    private final IncomingSettings settings;
    private final IncomingFlow flow;
    private final ProcessedPrefix prefix = new ProcessedPrefix();
    private final @Nullable Tenure tenure;
    private final AtomicInteger wanted = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();

    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean stopping;
    private volatile boolean closed;

    /**
     * @param tenure the consumer as this node's; {@code null} when the channel has none
     * @param demand what the application has asked for and not got
     */
    IncomingReading(IncomingChannel channel, @Nullable Tenure tenure, long demand) {
        this.channel = channel;
        this.settings = channel.settings();
        this.tenure = tenure;
        this.flow = new IncomingFlow(settings.limit(), settings.batchSize(), settings.mostOutstanding());
        flow.demand(demand);
    }

    ProcessedPrefix prefix() {
        return prefix;
    }

    /** The application asks for more; {@link #goOn()} gives it. */
    void demand(long more) {
        flow.demand(more);
    }

    void goOn() {
        pull();
        drain();
    }

    /** Delivers no more, and what becomes of what was delivered does not matter any more. */
    long surrender() {
        close();
        return flow.surrender();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        if (closed) {
            subscription.cancel();
        } else {
            pull();
        }
    }

    private void pull() {
        Flow.Subscription subscription = upstream;
        int more = subscription == null || closed || stopping ? 0 : flow.ask();
        if (subscription != null && more > 0) {
            subscription.request(more);
        }
    }

    @Override
    public void onNext(Frame frame) {
        if (frame instanceof Event event) {
            if (flow.arrived(event, prefix.received(event.cursor())) && settings.batch()) {
                channel.later(settings.batchWait(), this::dueBatch);
            }
        } else if (frame instanceof CaughtUp sentinel && settings.emitSentinel()) {
            flow.arrived(sentinel, prefix.received(sentinel.cursor()));
        } else {
            other(frame);
        }
        goOn();
    }

    private void other(Frame frame) {
        flow.skipped();
        if (frame instanceof CaughtUp sentinel) {
            prefix.passed(sentinel.cursor());
        } else if (frame instanceof TopicClosed topic) {
            prefix.passed(topic.cursor());
        } else if (frame instanceof End end) {
            prefix.passed(end.cursor());
            flow.ended();
        } else if (frame instanceof Gap gap) {
            GapException missing = new GapException(gap);
            if (settings.failAtGap()) {
                channel.fail(this, missing);
            } else {
                LOG.warnf("Channel %s goes on behind a gap (on-gap=continue): %s", settings.channel(), missing.getMessage());
            }
        }
    }

    private void dueBatch() {
        flow.due();
        drain();
    }

    @Override
    public void onError(Throwable failure) {
        channel.fail(this, failure);
    }

    @Override
    public void onComplete() {
        flow.ended();
        drain();
    }

    /** Gives the application what it may have now, on the channel's context. */
    private void drain() {
        if (wanted.getAndIncrement() == 0) {
            channel.onContext(this::deliver);
        }
    }

    private void deliver() {
        int seen;
        do {
            seen = wanted.get();
            Delivery next = closed || stopping ? null : flow.next();
            while (next != null) {
                channel.emit(this, next);
                next = closed || stopping ? null : flow.next();
            }
            if (!closed && flow.completes()) {
                channel.complete();
            }
        } while (!wanted.compareAndSet(seen, 0));
    }

    @Override
    public CompletionStage<Void> processed(Delivery delivery) {
        if (settings.strategy() == CommitStrategy.TRANSACTIONAL && delivery.sentinel() == null && !delivery.isCommitted()) {
            return failed(delivery, new JournalException("A message of channel " + settings.channel()
                    + " was acknowledged, and "
                    + "no transaction that moves its checkpoint has committed: with commit-strategy=transactional the method has "
                    + "to be @Transactional, must not be asynchronous, and whoever rolls back has to throw"));
        }
        if (!delivery.settle()) {
            return DONE;
        }
        return settled(delivery, settings.strategy() == CommitStrategy.EACH);
    }

    /**
     * @param durably whether the checkpoint has to be stored before anybody hears of it
     */
    private CompletionStage<Void> settled(Delivery delivery, boolean durably) {
        delivery.entries().forEach(prefix::processed);
        if (durably && tenure != null && !closed) {
            return tenure.storeUntilDone().thenRun(() -> goOn(delivery));
        }
        goOn(delivery);
        return DONE;
    }

    private void goOn(Delivery delivery) {
        flow.settled(delivery);
        if (stopping && !flow.isBusy()) {
            quiet.complete(null);
        }
        goOn();
    }

    @Override
    public CompletionStage<Void> failed(Delivery delivery, Throwable reason) {
        if (!delivery.settle() || closed) {
            // Once the consumer is another node's, what becomes of it is decided there.
            return DONE;
        }
        if (delivery.sentinel() != null) {
            channel.fail(this, reason);
            return CompletableFuture.failedFuture(reason);
        }
        Failure failed = new Failure(delivery.events(), reason, delivery.attempt());
        return Uni.createFrom().deferred(() -> channel.failures().handle(failed)).subscribeAsCompletionStage()
                .handle((outcome, failure) -> decided(delivery, outcome, failure)).thenCompose(stage -> stage);
    }

    private CompletionStage<Void> decided(Delivery delivery, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (failure != null || outcome == null) {
            Throwable cause = failure != null ? failure
                    : new JournalException("The failure strategy of channel "
                            + settings.channel() + " did not say what becomes of a message");
            channel.fail(this, cause);
            return CompletableFuture.failedFuture(cause);
        }
        if (outcome instanceof Redeliver redeliver) {
            redeliver(delivery, redeliver.delay());
            return DONE;
        }
        // No transaction of the application's moves the checkpoint over what has failed.
        return settled(delivery, settings.strategy() == CommitStrategy.EACH
                || settings.strategy() == CommitStrategy.TRANSACTIONAL);
    }

    private void redeliver(Delivery delivery, Duration delay) {
        flow.redeliver(delivery.again(), System.nanoTime() + delay.toNanos());
        if (stopping && !flow.isBusy()) {
            quiet.complete(null);
        }
        channel.later(delay, this::drain);
    }

    /** Where transactions of the application's are. */
    AgroalDataSource application() {
        return channel.application();
    }

    @Nullable
    Tenure tenure() {
        return tenure;
    }

    /** How long the oldest event that is not processed has been so. */
    Duration unprocessed() {
        return prefix.oldestAge();
    }

    /** Delivers no more, and waits for what was delivered. */
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        cancel();
        if (flow.isBusy()) {
            try {
                quiet.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
                LOG.warnf("Channel %s ends while messages are being processed, which took longer than %d ms: "
                        + "they are delivered again", settings.channel(), patience.toMillis());
            }
        }
        closed = true;
    }

    /** Delivers no more; what becomes of what was delivered does not matter any more. */
    void close() {
        closed = true;
        cancel();
    }

    private void cancel() {
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
