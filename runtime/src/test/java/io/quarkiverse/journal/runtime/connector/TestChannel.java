package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** An incoming channel without an application around it: the test is what processes its messages. */
final class TestChannel implements Flow.Subscriber<Message<?>>, AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final IncomingChannel channel;
    private final List<Message<?>> messages = new CopyOnWriteArrayList<>();
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean completed;

    private TestChannel(TestNode node, Map<String, String> attributes, JournalFailureHandler failures) {
        this.channel = new IncomingChannel(settings(attributes), node.journal(), node.node(), "test",
                ((VertxInternal) vertx).createEventLoopContext(), executor, failures);
    }

    static IncomingSettings settings(Map<String, String> attributes) {
        return IncomingSettings.of(new JournalConnectorIncomingConfiguration(config(attributes)), Optional.of("application"));
    }

    static SmallRyeConfig config(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.putIfAbsent("channel-name", "orders");
        return new SmallRyeConfigBuilder().addDiscoveredConverters().withSources(new PropertiesConfigSource(all, "test", 100))
                .build();
    }

    /** With the strategy fail. */
    static TestChannel open(TestNode node, String... attributes) {
        return open(node, new FailStrategy().create(null), attributes);
    }

    static TestChannel open(TestNode node, JournalFailureHandler failures, String... attributes) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        TestChannel opened = new TestChannel(node, map, failures);
        opened.channel.subscribe(opened);
        return opened;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(Message<?> message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onComplete() {
        completed = true;
    }

    TestChannel request(long more) {
        subscription.request(more);
        return this;
    }

    /** Waits until so many messages have come since the beginning. */
    List<Message<?>> await(int count) {
        Awaitility.await().atMost(SOON).until(() -> messages.size() >= count);
        return new ArrayList<>(messages);
    }

    /** What came until now. */
    List<Message<?>> messages() {
        return new ArrayList<>(messages);
    }

    List<Long> positions() {
        return messages.stream().flatMap(message -> message.getMetadata(IncomingJournalMetadata.class).stream())
                .map(IncomingJournalMetadata::position).toList();
    }

    static Event event(Message<?> message) {
        return message.getMetadata(IncomingJournalMetadata.class).orElseThrow().event();
    }

    static boolean isSentinel(Message<?> message) {
        return message.getMetadata(CaughtUp.class).isPresent();
    }

    Throwable awaitFailure() {
        Awaitility.await().atMost(SOON).until(() -> failure != null);
        return failure;
    }

    void awaitCompletion() {
        Awaitility.await().atMost(SOON).until(() -> completed);
    }

    boolean isCompleted() {
        return completed;
    }

    IncomingChannel channel() {
        return channel;
    }

    /** As an application that ends: waits for what is processed, stores the place, gives the consumer up. */
    void stop() throws InterruptedException {
        channel.stop(Duration.ofSeconds(1));
        close();
    }

    /** As a node that dies: nothing is stored, nothing given up. */
    void die() {
        executor.shutdownNow();
        vertx.close();
    }

    @Override
    public void close() {
        channel.cancel();
        executor.shutdown();
        vertx.close();
    }
}
