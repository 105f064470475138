package io.quarkiverse.journal.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.postgresql.Driver;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.pool.DataSource;
import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.FlushException;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.UnexpectedPositionException;
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
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;

/**
 * A node within the suite's own process: what it publishes and reads by the Java interface is known to the checker even when
 * everything else dies. It meets the faults of PostgreSQL and of its way there.
 */
final class JavaNode implements AutoCloseable {

    static final String TOPIC = "java";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TcpProxy proxy;
    private final AgroalDataSource application;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "java-node");
        thread.setDaemon(true);
        return thread;
    });
    private final JournalNode node;
    private final Journal journal;

    JavaNode(Postgres postgres, Map<String, String> properties) {
        // Quarkus sets this when it starts: there is no event loop here.
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
        proxy = new TcpProxy(postgres.port());
        AgroalDataSourceConfigurationSupplier pool = new AgroalDataSourceConfigurationSupplier();
        pool.connectionPoolConfiguration().maxSize(2).connectionFactoryConfiguration().jdbcUrl(postgres.url(proxy.port()))
                .connectionProviderClass(Driver.class);
        application = new DataSource(pool.get());
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "faults", 100))
                .withMapping(JournalConfig.class, "quarkus.journal").build();
        node = JournalNode.start(JournalSettings.ofDefault(config.getConfigMapping(JournalConfig.class, "quarkus.journal")),
                application, new ObjectMapper(), null,
                OtherTransactions.NONE, WriterMeter.NONE);
        journal = new JournalImpl(node, new ObjectMapper(), executor);
        // Two threads that each make the first Uni of a process trip over each other in context propagation's set-up.
        Uni.createFrom().completionStage(CompletableFuture.completedFuture(1)).await().indefinitely();
    }

    Journal journal() {
        return journal;
    }

    TcpProxy proxy() {
        return proxy;
    }

    /** Publishes without waiting, and flushes now and then; {@code true} covers all of an attempt. */
    void publish(Attempts attempts, Settings settings, Random random, Stop stop) throws InterruptedException {
        do {
            int events = 1 + random.nextInt(random.nextBoolean() ? 2_000 : 60);
            Attempt attempt = attempts.begin(TOPIC, events, Attempt.Shape.SEQUENCE);
            try {
                for (int n = 1; n <= events; n++) {
                    journal.publish(TOPIC, NewEvent.of(new RawJson("{\"quantity\":" + n + "}")).withKey(attempt.tag()));
                }
                if (journal.flush(PATIENCE)) {
                    attempt.stored(0, System.nanoTime());
                }
            } catch (FlushException e) {
                throw new IllegalStateException("Events were dropped, and nothing was to be", e);
            } catch (JournalException e) {
                // No room in the queue, in an outage: what was taken before is written, what comes after it is not.
                stop.pause(1_000);
            }
        } while (stop.pause(random.nextInt(2 * settings.pace() + 1)));
    }

    /** Compares and appends, against other nodes that do the same. */
    void publishAfter(Attempts attempts, Settings settings, Random random, Stop stop) throws InterruptedException {
        long end = 0;
        do {
            Attempt attempt = attempts.beginAfter(Publishers.CHAIN, end);
            NewEvent event = NewEvent.of(new RawJson("{\"quantity\":1}")).withKey(attempt.tag());
            try {
                end = journal.appendAll(Publishers.CHAIN, List.of(event), AppendOptions.expecting(end)).await().atMost(PATIENCE)
                        .first();
                attempt.stored(end, System.nanoTime());
            } catch (UnexpectedPositionException e) {
                end = e.actual();
                attempt.outdated(end);
            } catch (JournalException | TimeoutException e) {
                // Faults do that. Where the end is now, the next attempt will tell.
                stop.pause(100);
            }
        } while (stop.pause(random.nextInt(2 * settings.pace() + 1)));
    }

    @Override
    public void close() {
        node.close();
        application.close();
        executor.shutdownNow();
        proxy.close();
    }
}
