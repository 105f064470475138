package io.quarkiverse.journal.runtime.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.JournalImpl;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.IOThreadDetector;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;

/**
 * A node of the journal without a container around it, so that a test can have several.
 */
public final class TestNode implements AutoCloseable {

    private final AgroalDataSource application;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final JournalNode node;
    private final Journal journal;

    private TestNode(String url, Map<String, String> config) {
        // Quarkus sets this when it starts: there is no event loop here.
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
        this.application = RealPostgres.applicationPool(url);
        this.node = JournalNode.start(JournalSettings.ofDefault(config(config)), application, new ObjectMapper(), null,
                OtherTransactions.NONE,
                WriterMeter.NONE);
        this.journal = new JournalImpl(node, new ObjectMapper(), executor);
        // Two threads that each make the first Uni of a process trip over each other in context propagation's set-up.
        Uni.createFrom().completionStage(CompletableFuture.completedFuture(1)).await().indefinitely();
    }

    /** A node with settings of its own. */
    public static TestNode start(String schema, String... settings) {
        return startAt(RealPostgres.url(), schema, settings);
    }

    /** A node that reaches the database by another way. */
    public static TestNode startAt(String url, String schema, String... settings) {
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.journal.schema", schema);
        for (int i = 0; i < settings.length; i += 2) {
            config.put("quarkus.journal." + settings[i], settings[i + 1]);
        }
        return new TestNode(url, config);
    }

    public static JournalConfig config(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(JournalConfig.class, "quarkus.journal")
                .build();
        return config.getConfigMapping(JournalConfig.class, "quarkus.journal");
    }

    public Journal journal() {
        return journal;
    }

    public JournalNode node() {
        return node;
    }

    /** Everything of the whole journal, up to the sentinel. */
    public List<Event> history(String topic) {
        return journal.events(Subscription.to(topic).untilCaughtUp()).collect().asList().await().atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        node.close();
        application.close();
        executor.shutdown();
        try {
            executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
