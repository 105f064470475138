package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.JournalQualifier;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** The connector {@value #NAME}: channels to and from topics. */
@ApplicationScoped
@Connector(JournalConnector.NAME)
@ConnectorAttribute(name = "journal", type = "string", direction = Direction.INCOMING_AND_OUTGOING, description = "The name of the journal; the default journal if it is not set")
@ConnectorAttribute(name = "topic", type = "string", direction = Direction.INCOMING_AND_OUTGOING, description = "The topic; the channel's name if it is not set. For an incoming channel also the beginning of names with a final `*`")
@ConnectorAttribute(name = "health-enabled", type = "boolean", direction = Direction.INCOMING_AND_OUTGOING, description = "Whether the channel is part of the health checks of reactive messaging", defaultValue = "true")
@ConnectorAttribute(name = "kind", type = "string", direction = Direction.OUTGOING, description = "The kind of events whose metadata names none", defaultValue = "event")
@ConnectorAttribute(name = "key", type = "string", direction = Direction.OUTGOING, description = "The key of events whose metadata names none")
@ConnectorAttribute(name = "max-inflight-messages", type = "int", direction = Direction.OUTGOING, description = "How many messages are taken that are not acknowledged yet; as many as the journal's queue takes events (`quarkus.journal.publish.queue-size`) if it is not set. Too low: what feeds the channel waits, or is refused, though the journal has room")
@ConnectorAttribute(name = "topics", type = "string", direction = Direction.INCOMING, description = "Several topics, or beginnings of names with a final `*`, separated by commas; instead of `topic`")
@ConnectorAttribute(name = "consumer", type = "string", direction = Direction.INCOMING, description = "The name of the durable consumer, whose checkpoint is in the journal. If it is not set: the application's name, a dot and the channel's name. One node at a time reads for a consumer; the others wait, and take over when it ends")
@ConnectorAttribute(name = "since", type = "string", direction = Direction.INCOMING, description = "Where to begin when the consumer has no checkpoint: `earliest`, `latest`, a cursor, a position, or an instant. A checkpoint comes before all of them. `checkpoint`, the default, begins at the earliest event. With `commit-strategy=ignore` there is no checkpoint: it applies at each start, and the default is `latest`")
@ConnectorAttribute(name = "kinds", type = "string", direction = Direction.INCOMING, description = "Only events of these kinds, separated by commas")
@ConnectorAttribute(name = "keys", type = "string", direction = Direction.INCOMING, description = "Only events with these keys, separated by commas")
@ConnectorAttribute(name = "correlation-ids", type = "string", direction = Direction.INCOMING, description = "Only events with these correlation ids, separated by commas")
@ConnectorAttribute(name = "runs", type = "string", direction = Direction.INCOMING, description = "Only events of these runs, separated by commas")
@ConnectorAttribute(name = "steps", type = "string", direction = Direction.INCOMING, description = "Only events of these steps, separated by commas")
@ConnectorAttribute(name = "emit-sentinel", type = "boolean", direction = Direction.INCOMING, description = "Whether the sentinel is a message: without payload, with a `CaughtUp` as metadata", defaultValue = "false")
@ConnectorAttribute(name = "on-gap", type = "string", direction = Direction.INCOMING, description = "What happens when events are missing, since retention removed them or the checkpoint is of another history of the journal: `fail` stops the channel, `continue` says so in the log and goes on at the first event that is kept", defaultValue = "fail")
@ConnectorAttribute(name = "payload-type", type = "string", direction = Direction.INCOMING, description = "The payload's type, for one that has type arguments, as in `java.util.List<com.acme.Order>`. Found at the method that takes it when the application is built, if it is not set")
@ConnectorAttribute(name = "batch", type = "boolean", direction = Direction.INCOMING, description = "Whether a message is a list of events", defaultValue = "false")
@ConnectorAttribute(name = "batch-size", type = "int", direction = Direction.INCOMING, description = "How many events a batch has at most", defaultValue = "500")
@ConnectorAttribute(name = "batch-wait-ms", type = "long", direction = Direction.INCOMING, description = "How long, in milliseconds, the first event of a batch waits for more; the end of what there is, which the sentinel marks, ends a batch at once if `emit-sentinel` is on", defaultValue = "50")
@ConnectorAttribute(name = "max-inflight-messages", type = "int", direction = Direction.INCOMING, description = "How many events are held that are not acknowledged yet; no more are read from the database. With batches at least two of them", defaultValue = "256")
@ConnectorAttribute(name = "commit-strategy", type = "string", direction = Direction.INCOMING, description = "When the consumer's checkpoint moves, always to the end of the contiguous prefix of what is processed: `throttled` every `auto.commit.interval.ms`; `each` before a message counts as acknowledged; `transactional` in the transaction of the method that processes the message; `ignore` never, without a durable consumer", defaultValue = "throttled")
@ConnectorAttribute(name = "auto.commit.interval.ms", type = "long", direction = Direction.INCOMING, description = "How often, in milliseconds, the checkpoint moves with `commit-strategy=throttled`. What was processed since is processed again after a crash", defaultValue = "1000")
@ConnectorAttribute(name = "throttled.unprocessed-record-max-age.ms", type = "long", direction = Direction.INCOMING, description = "How long, in milliseconds, an event may be unprocessed before the channel is reported as not ready; 0 for any time", defaultValue = "60000")
@ConnectorAttribute(name = "lease-ms", type = "long", direction = Direction.INCOMING, description = "How long, in milliseconds, other nodes wait for one that has died, before one of them reads for its consumer. Too short: a pause of the node or of the database costs it the consumer", defaultValue = "10000")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = Direction.INCOMING, description = "What becomes of a message that is acknowledged negatively: `fail` stops the channel, `ignore` logs and goes on, `dead-letter-topic` puts it into a topic and goes on, `retry` delivers it again; or the `@Identifier` of a `JournalFailureHandler.Factory` of the application's", defaultValue = "fail")
@ConnectorAttribute(name = "dead-letter-topic", type = "string", direction = Direction.INCOMING, description = "The topic for `failure-strategy=dead-letter-topic`; `dead-letter-topic-` and the channel's name if it is not set")
@ConnectorAttribute(name = "retry-max-attempts", type = "int", direction = Direction.INCOMING, description = "How often `failure-strategy=retry` delivers a message again", defaultValue = ""
        + JournalConnector.RETRY_ATTEMPTS)
@ConnectorAttribute(name = "retry-delay-ms", type = "long", direction = Direction.INCOMING, description = "How long, in milliseconds, `failure-strategy=retry` waits before it delivers a message again for the first time; each further time it waits twice as long", defaultValue = ""
        + JournalConnector.RETRY_DELAY)
@ConnectorAttribute(name = "retry-max-delay-ms", type = "long", direction = Direction.INCOMING, description = "How long, in milliseconds, `failure-strategy=retry` waits at most", defaultValue = ""
        + JournalConnector.RETRY_MAX_DELAY)
@ConnectorAttribute(name = "retry-then", type = "string", direction = Direction.INCOMING, description = "The failure strategy for what failed after all attempts of `failure-strategy=retry`", defaultValue = "fail")
public class JournalConnector implements InboundConnector, OutboundConnector, HealthReporter {

    public static final String NAME = "quarkus-journal";

    static final int RETRY_ATTEMPTS = 3;
    static final long RETRY_DELAY = 500;
    static final long RETRY_MAX_DELAY = 30_000;

    /** How long what is being processed is waited for when the application ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Instance<JournalNode> nodes;
    private final Instance<Journal> journals;
    private final Instance<JournalFailureHandler.Factory> failures;
    private final Vertx vertx;
    private final Map<String, OutgoingChannel> outgoing = new ConcurrentHashMap<>();
    private final Map<String, IncomingChannel> incoming = new ConcurrentHashMap<>();

    JournalConnector(@Any Instance<JournalNode> nodes, @Any Instance<Journal> journals,
            @Any Instance<JournalFailureHandler.Factory> failures, Vertx vertx) {
        this.nodes = nodes;
        this.journals = journals;
        this.failures = failures;
        this.vertx = vertx;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        JournalConnectorIncomingConfiguration attributes = new JournalConnectorIncomingConfiguration(config);
        Optional<String> application = ConfigProvider.getConfig().getOptionalValue("quarkus.application.name", String.class);
        IncomingSettings settings = IncomingSettings.of(attributes, application);
        Attributes keys = Attributes.incoming(settings.channel());
        String name = attributes.getJournal().orElse(JournalNames.DEFAULT);
        JournalNode node = node(name, keys);
        requireTransactions(settings, node, keys);
        requireAnotherConsumer(settings, node, keys);
        Journal journal = journals.select(JournalQualifier.of(name)).get();
        JournalFailureHandler handler = new FailureStrategies(failures, settings.channel(), settings.consumer(), config,
                journal)
                .strategy(attributes.getFailureStrategy());
        IncomingChannel channel = new IncomingChannel(settings, journal, node, "process " + ProcessHandle.current().pid(),
                ((VertxInternal) vertx).createEventLoopContext(), Infrastructure.getDefaultWorkerPool(), handler);
        incoming.put(settings.channel(), channel);
        return channel;
    }

    private static void requireTransactions(IncomingSettings settings, JournalNode node, Attributes keys) {
        if (settings.strategy() == CommitStrategy.TRANSACTIONAL && !node.publishing().joinsTransactions()) {
            throw new JournalException(keys.key("commit-strategy") + " is 'transactional', and the journal takes no part in "
                    + "transactions (quarkus.journal.publish.transactional=ignore)");
        }
    }

    private void requireAnotherConsumer(IncomingSettings settings, JournalNode node, Attributes keys) {
        incoming.values().stream().filter(other -> settings.consumer() != null && other.readsFor(settings.consumer(), node))
                .findAny().ifPresent(other -> {
                    throw new JournalException(
                            keys.key("consumer") + " is '" + settings.consumer() + "', as is that of channel "
                                    + other.settings().channel() + ": each channel needs a consumer of its own");
                });
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        JournalConnectorOutgoingConfiguration attributes = new JournalConnectorOutgoingConfiguration(config);
        JournalNode node = node(attributes.getJournal().orElse(JournalNames.DEFAULT),
                Attributes.outgoing(attributes.getChannel()));
        OutgoingSettings settings = OutgoingSettings.of(attributes, node.settings().config().publish(),
                node.publishing().encoder());
        OutgoingChannel channel = new OutgoingChannel(node, settings, Infrastructure.getDefaultWorkerPool());
        outgoing.put(channel.name(), channel);
        return channel;
    }

    private JournalNode node(String name, Attributes keys) {
        Instance<JournalNode> named = nodes.select(JournalQualifier.of(name));
        if (!named.isResolvable()) {
            throw new JournalException("There is no journal '" + name + "', which " + keys.key("journal")
                    + " names: name one that the application has, or leave it out for the default journal");
        }
        return named.get();
    }

    /** Whether what is sent to a channel in a transaction joins it. */
    boolean joinsTransactions(String channel) {
        OutgoingChannel own = outgoing.get(channel);
        return own != null && own.joinsTransactions();
    }

    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        outgoing.values().forEach(channel -> channel.reportReadiness(report));
        incoming.values().forEach(channel -> channel.reportReadiness(report));
        return report.build();
    }

    @Override
    public HealthReport getLiveness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        outgoing.values().forEach(channel -> channel.reportLiveness(report));
        incoming.values().forEach(channel -> channel.reportLiveness(report));
        return report.build();
    }

    /** While the journal is still there: checkpoints are stored, and other nodes need not wait for the end of leases. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (IncomingChannel channel : incoming.values()) {
            channel.stop(PATIENCE);
        }
    }

    @PreDestroy
    void close() {
        outgoing.values().forEach(OutgoingChannel::close);
    }
}
