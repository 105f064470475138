package io.quarkiverse.journal.runtime.micrometer;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.NodeFigures;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.observe.WriterMeters;
import io.quarkus.runtime.StartupEvent;

/**
 * The meters of this node's journals.
 * <p>
 * Thread-safe.
 */
@Singleton
public class MeteredJournals implements WriterMeters {

    private final MeterRegistry registry;
    private final Map<String, JournalMeters> meters = new ConcurrentHashMap<>();

    MeteredJournals(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public WriterMeter of(String journal, String schema) {
        return meters.computeIfAbsent(journal, name -> new JournalMeters(registry, name, schema));
    }

    /** Only now: meters are made before their node, which tells them of batches. */
    void register(@Observes StartupEvent event, @Any Instance<JournalNode> nodes) {
        for (JournalNode node : nodes) {
            NodeFigures figures = node.figures();
            Objects.requireNonNull(meters.get(figures.journal())).register(figures);
        }
    }

    /** The registry outlives the application in dev mode and in tests, and would go on asking a node that has ended. */
    @PreDestroy
    void remove() {
        meters.values().forEach(JournalMeters::remove);
    }
}
