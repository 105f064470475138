package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.consume.Ownership;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.Consumers;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;

/**
 * A channel that topics flow into. With a durable consumer it waits until that is this node's, reads until it is not any more,
 * and
 * waits again; without one it just reads.
 * <p>
 * Thread-safe.
 */
final class IncomingChannel implements Flow.Publisher<Message<?>>, Flow.Subscription {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);

    /** A lease is kept, and one that somebody else has is asked for, so often within its duration. */
    private static final int LOOKS_PER_LEASE = 4;

    private final IncomingSettings settings;
    private final Journal journal;
    private final JournalNode node;
    private final Consumers consumers;
    private final String owner;
    private final Context context;
    private final ScheduledExecutorService executor;
    private final JournalFailureHandler failures;
    private final Messages messages;
    private final Outage taking;

    private Flow.@Nullable Subscriber<? super Message<?>> downstream;
    private @Nullable IncomingReading reading;
    private long demand;
    private boolean ended;
    private volatile @Nullable Throwable failure;

    /**
     * @param owner says to operators which node has a consumer
     * @param context where messages are made and go out
     */
    IncomingChannel(IncomingSettings settings, Journal journal, JournalNode node, String owner, Context context,
            ScheduledExecutorService executor, JournalFailureHandler failures) {
        this.settings = settings;
        this.journal = journal;
        this.node = node;
        this.consumers = new Consumers(node.tables());
        this.owner = owner;
        this.context = context;
        this.executor = executor;
        this.failures = failures;
        this.messages = new Messages(settings);
        this.taking = new Outage(LOG, "Taking consumer " + settings.consumer() + " over");
    }

    IncomingSettings settings() {
        return settings;
    }

    JournalFailureHandler failures() {
        return failures;
    }

    AgroalDataSource application() {
        return node.application();
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    void onContext(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }

    void later(Duration delay, Runnable work) {
        var unused = executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> subscriber) {
        synchronized (this) {
            if (downstream != null) {
                throw new IllegalStateException("Channel " + settings.channel() + " has a reader already");
            }
            downstream = subscriber;
        }
        subscriber.onSubscribe(this);
        begin();
    }

    private void begin() {
        if (settings.consumer() == null) {
            read(null);
        } else {
            take(settings.consumer());
        }
    }

    private void take(String consumer) {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        long begun = System.nanoTime();
        boolean atHead = settings.subscription().start() instanceof Start.Latest;
        var unused = Ownership.take(node.readers()::submit, consumers, consumer, owner, settings.lease(), atHead)
                .whenCompleteAsync((ownership, problem) -> {
                    if (problem != null) {
                        taking.failed(problem);
                        later(look(), () -> take(consumer));
                    } else if (ownership.isEmpty()) {
                        taking.worked();
                        later(look(), () -> take(consumer));
                    } else {
                        taking.worked();
                        read(new Tenure(this, ownership.get(), begun));
                    }
                }, executor);
    }

    private Duration look() {
        return settings.lease().dividedBy(LOOKS_PER_LEASE);
    }

    private void read(@Nullable Tenure tenure) {
        IncomingReading opened;
        synchronized (this) {
            if (ended) {
                if (tenure != null) {
                    giveUp(tenure);
                }
                return;
            }
            opened = new IncomingReading(this, tenure, demand);
            reading = opened;
        }
        Cursor checkpoint = tenure == null ? null : tenure.checkpoint();
        if (tenure != null) {
            tenure.begin(opened.prefix());
            LOG.infof("Channel %s reads for consumer %s %s", settings.channel(), tenure.consumer(),
                    checkpoint == null ? "from " + settings.subscription().start() : "after position " + checkpoint.position());
            renewLater(tenure);
            if (settings.strategy() == CommitStrategy.THROTTLED) {
                storeLater(tenure);
            }
        }
        Subscription subscription = settings.from(checkpoint);
        journal.subscribe(subscription).subscribe(opened);
    }

    private void giveUp(Tenure tenure) {
        executor.execute(() -> {
            try {
                tenure.end(settings.lease());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void renewLater(Tenure tenure) {
        later(look(), () -> {
            if (isCurrent(tenure)) {
                tenure.renew();
                renewLater(tenure);
            }
        });
    }

    private void storeLater(Tenure tenure) {
        later(settings.commitInterval(), () -> {
            if (isCurrent(tenure)) {
                var unused = tenure.store().whenComplete((owned, problem) -> storeLater(tenure));
            }
        });
    }

    synchronized boolean isCurrent(Tenure tenure) {
        return reading != null && reading.tenure() == tenure;
    }

    /** The consumer is not this node's any more. */
    void lost(Tenure tenure, String why) {
        synchronized (this) {
            IncomingReading former = reading;
            if (former == null || former.tenure() != tenure) {
                return;
            }
            demand = former.surrender();
            reading = null;
        }
        LOG.warnf("Channel %s reads no more for consumer %s: %s. What is being processed is delivered again",
                settings.channel(), tenure.consumer(), why);
        later(look(), () -> take(tenure.consumer()));
    }

    @Override
    public void request(long more) {
        IncomingReading present;
        synchronized (this) {
            present = reading;
            if (present == null) {
                demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            } else {
                present.demand(more);
            }
        }
        if (present != null) {
            present.goOn();
        }
    }

    /** Hands a message over; on the channel's context. */
    void emit(IncomingReading from, Delivery delivery) {
        subscriber().onNext(messages.of(delivery, from));
    }

    private Flow.Subscriber<? super Message<?>> subscriber() {
        synchronized (this) {
            return Objects.requireNonNull(downstream);
        }
    }

    /** There is nothing more to deliver. On the channel's context. */
    void complete() {
        LOG.infof("Channel %s has come to the end of its topic", settings.channel());
        subscriber().onComplete();
    }

    /** The channel stops, and its place stays before what failed. */
    void fail(IncomingReading from, Throwable cause) {
        synchronized (this) {
            if (ended || reading != from) {
                return;
            }
            ended = true;
            reading = null;
            failure = cause;
        }
        LOG.errorf(cause, "Channel %s stops", settings.channel());
        from.close();
        onContext(() -> subscriber().onError(cause));
        if (from.tenure() != null) {
            giveUp(from.tenure());
        }
    }

    @Override
    public void cancel() {
        IncomingReading present;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            present = reading;
            reading = null;
        }
        if (present != null) {
            present.close();
            if (present.tenure() != null) {
                giveUp(present.tenure());
            }
        }
    }

    /** Delivers no more, waits for what is being processed, and stores how far it came. */
    void stop(Duration patience) throws InterruptedException {
        IncomingReading present;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            present = reading;
        }
        if (present != null) {
            present.stop(patience);
            if (present.tenure() != null) {
                present.tenure().end(patience);
            }
            synchronized (this) {
                // Until here its lease was kept.
                reading = null;
            }
        }
    }

    /** Whether this is the channel of a consumer. */
    boolean readsFor(String consumer, JournalNode ofNode) {
        return consumer.equals(settings.consumer()) && node == ofNode;
    }

    /** A node that waits for its turn to read is as ready as the one that has it. */
    void reportReadiness(HealthReport.HealthReportBuilder report) {
        if (!settings.health()) {
            return;
        }
        Duration age = unprocessed();
        if (taking.isOut()) {
            report.add(settings.channel(), false, "the database does not answer");
        } else if (!settings.unprocessedAge().isZero() && age.compareTo(settings.unprocessedAge()) > 0) {
            report.add(settings.channel(), false, "an event has been unprocessed for " + age.toSeconds() + " s");
        } else {
            report.add(settings.channel(), failure == null);
        }
    }

    /** Nothing but a restart makes a channel go on that has stopped. */
    void reportLiveness(HealthReport.HealthReportBuilder report) {
        Throwable cause = failure;
        if (settings.health() && cause != null) {
            report.add(settings.channel(), false, String.valueOf(cause.getMessage()));
        } else if (settings.health()) {
            report.add(settings.channel(), true);
        }
    }

    private Duration unprocessed() {
        IncomingReading present;
        synchronized (this) {
            present = reading;
        }
        return present == null ? Duration.ZERO : present.unprocessed();
    }
}
