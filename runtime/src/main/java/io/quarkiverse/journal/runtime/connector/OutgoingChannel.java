package io.quarkiverse.journal.runtime.connector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.event.EventData;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.health.HealthReport;

/**
 * Hands messages over to the journal, in their order, and acknowledges each once its event is durable; one that was sent in a
 * transaction, once that has it. The journal's queue is the buffer: as many messages are asked for as it takes events. If
 * others
 * fill it, messages wait here for room, and no thread with them.
 * <p>
 * Thread-safe.
 */
final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private static final long RETRY_MILLIS = 10;

    private final JournalNode node;
    private final OutgoingSettings settings;
    private final OutgoingEvents events;
    private final ScheduledExecutorService executor;
    private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();

    private final Object order = new Object();
    /** Messages that found the queue full. Guarded by {@link #order}. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Why the channel takes no more messages, if it does not. */
    private volatile @Nullable Throwable failure;

    private record Waiting(Message<?> message, EventData event, long until) {
    }

    OutgoingChannel(JournalNode node, OutgoingSettings settings, ScheduledExecutorService executor) {
        this.node = node;
        this.settings = settings;
        this.events = new OutgoingEvents(node.publishing().encoder(), settings);
        this.executor = executor;
    }

    String name() {
        return settings.channel();
    }

    boolean joinsTransactions() {
        return node.publishing().joinsTransactions();
    }

    void reportReadiness(HealthReport.HealthReportBuilder report) {
        if (settings.health()) {
            report.add(settings.channel(), upstream.get() != null && failure == null);
        }
    }

    /** Nothing but a restart makes a channel go on whose source has failed. */
    void reportLiveness(HealthReport.HealthReportBuilder report) {
        Throwable cause = failure;
        if (settings.health() && cause != null) {
            report.add(settings.channel(), false, String.valueOf(cause.getMessage()));
        } else if (settings.health()) {
            report.add(settings.channel(), true);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (upstream.compareAndSet(null, subscription)) {
            subscription.request(settings.inFlight());
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(Message<?> message) {
        EventData event;
        try {
            event = events.of(message);
        } catch (RuntimeException e) {
            settle(message, null, e);
            return;
        }
        CallersTransaction transaction = message.getMetadata(CallersTransaction.class).orElse(null);
        if (transaction != null) {
            join(message, event, transaction);
            return;
        }
        synchronized (order) {
            if (!waiting.isEmpty() || !append(message, event)) {
                waiting.add(new Waiting(message, event,
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.patienceMillis())));
                if (waiting.size() == 1) {
                    retryLater();
                }
            }
        }
    }

    private void join(Message<?> message, EventData event, CallersTransaction transaction) {
        try {
            transaction.run(() -> node.publishing().publish(event));
        } catch (RuntimeException e) {
            settle(message, null, e);
            return;
        }
        settle(message, null, null);
    }

    /**
     * @return whether the journal has it; false when its queue is full and the message may wait
     */
    private boolean append(Message<?> message, EventData event) {
        try {
            var unused = node.publishing().append(List.of(event), null, false)
                    .whenCompleteAsync((receipt, e) -> settle(message, receipt, e), executor);
        } catch (QueueFullException e) {
            if (settings.patienceMillis() > 0) {
                return false;
            }
            settleElsewhere(message, e);
        } catch (RuntimeException e) {
            settleElsewhere(message, e);
        }
        return true;
    }

    /** Not under the lock: acknowledging runs what the application has attached to it. */
    private void settleElsewhere(Message<?> message, Throwable cause) {
        executor.execute(() -> settle(message, null, cause));
    }

    private void retryLater() {
        var unused = executor.schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void retry() {
        synchronized (order) {
            Waiting next = waiting.peek();
            while (next != null && append(next.message(), next.event())) {
                waiting.remove();
                next = waiting.peek();
            }
            while (next != null && System.nanoTime() - next.until() >= 0) {
                waiting.remove();
                settleElsewhere(next.message(), new QueueFullException("The journal's queue was full for "
                        + settings.patienceMillis() + " ms, so a message of channel " + settings.channel()
                        + " was not published (quarkus.journal.publish.queue-size, quarkus.journal.publish.block-timeout)"));
                next = waiting.peek();
            }
            if (next != null) {
                retryLater();
            }
        }
    }

    private void settle(Message<?> message, @Nullable Receipt receipt, @Nullable Throwable cause) {
        CompletionStage<Void> settled;
        try {
            if (cause == null) {
                if (receipt != null) {
                    OutgoingMessageMetadata.setResultOnMessage(message, receipt);
                }
                settled = message.ack();
            } else {
                LOG.debugf(cause, "A message of channel %s was not published", settings.channel());
                settled = message.nack(cause);
            }
        } finally {
            Flow.Subscription subscription = upstream.get();
            if (subscription != null) {
                subscription.request(1);
            }
        }
        var unused = settled.whenComplete((ignored, problem) -> {
            if (problem != null) {
                LOG.errorf(problem, "What a message of channel %s was made of could not be acknowledged", settings.channel());
            }
        });
    }

    @Override
    public void onError(Throwable cause) {
        LOG.errorf(cause, "Channel %s takes no more messages: what feeds it has failed", settings.channel());
        failure = cause;
    }

    @Override
    public void onComplete() {
        LOG.debugf("Channel %s takes no more messages: what feeds it has completed", settings.channel());
    }

    void close() {
        Flow.Subscription subscription = upstream.get();
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
