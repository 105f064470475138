package io.quarkiverse.journal.runtime.micrometer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkiverse.journal.runtime.NodeFigures;
import io.quarkiverse.journal.runtime.observe.BatchMeasures;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.publish.QueueFigures;
import io.quarkiverse.journal.runtime.retain.RetentionFigures;

/**
 * A journal's meters. Nothing is recorded for a single event: the writer tells of its batches, and everything else is read
 * when the registry asks.
 * <p>
 * Thread-safe.
 */
final class JournalMeters implements WriterMeter {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    private final Counter written;
    private final Counter moved;
    private final Counter repeated;
    private final Counter movedRepeated;
    private final DistributionSummary batchSize;
    private final Timer batchDuration;
    private final Timer lockWait;
    private final Timer sequencingLag;

    JournalMeters(MeterRegistry registry, String journal, String schema) {
        this.registry = registry;
        this.tags = Tags.of("journal", journal, "schema", schema);
        this.written = counter("journal.events.written", "queue", "Events that this node's writer wrote from its queue");
        this.moved = counter("journal.events.written", "transaction",
                "Events of committed transactions, of any node, that this node's writer moved");
        this.repeated = counter("journal.events.repeated", "queue",
                "Events of this node's queue that were not stored, since their ids were given before");
        this.movedRepeated = counter("journal.events.repeated", "transaction",
                "Events of committed transactions that this node's writer did not move, since their ids were given before");
        this.batchSize = kept(DistributionSummary.builder("journal.batch.size").baseUnit("events").tags(tags)
                .description("Events in a batch, written and moved").register(registry));
        this.batchDuration = timer("journal.batch.duration", "From sending a batch to knowing that it is committed");
        this.lockWait = timer("journal.lock.wait", "How long a batch waited for the journal's lock, by the server's clock");
        this.sequencingLag = timer("journal.sequencing.lag",
                "From the commit of a transaction of this node to its events having their positions");
    }

    /** Registers what is read from the node. */
    void register(NodeFigures figures) {
        gauge("journal.queue.events", "events", "Events that wait to be written", figures, f -> f.queue().events());
        gauge("journal.queue.bytes", "bytes", "Bytes of the events that wait to be written", figures, f -> f.queue().bytes());
        gauge("journal.head", "positions", "The highest position that this node's readers see", figures, NodeFigures::head);
        gauge("journal.tail.lag", "positions", "Positions that the tail is behind the highest one the node has heard of",
                figures, NodeFigures::tailLag);
        gauge("journal.subscriptions", "subscriptions", "Open subscriptions, over Java and HTTP together", figures,
                NodeFigures::openSubscriptions);
        gauge("journal.read.held", "bytes", "Bytes of pages that readers of this node hold", figures,
                NodeFigures::heldByReadings);
        gauge("journal.writer.stalled", "seconds", "For how long the writer has had something to do without success", figures,
                f -> seconds(f.writerStalled().toNanos()));
        gauge("journal.tail.stalled", "seconds", "For how long the tail has not been able to look at the journal", figures,
                f -> seconds(f.tailStalled().toNanos()));
        gauge("journal.floor", "positions", "Every position up to here may have been removed", figures,
                f -> f.retention().floor());
        gauge("journal.oldest.age", "seconds", "How long ago the oldest event that is kept was recorded", figures,
                f -> seconds(f.retention().oldestAge().toNanos()));
        removed("journal.events.removed", "Events that this node removed", figures, RetentionFigures::removedEvents);
        removed("journal.partitions.dropped", "Partitions that this node dropped", figures,
                RetentionFigures::droppedPartitions);
        count("journal.events.accepted", "Events that the queue accepted", figures, QueueFigures::accepted);
        count("journal.events.dropped", "Accepted events that made room for later ones", figures, QueueFigures::dropped);
        count("journal.events.refused", "Events that were refused since the queue was full", figures, QueueFigures::refused);
        count("journal.events.lost", "Accepted events that could not be written, without those that were dropped", figures,
                QueueFigures::lost);
    }

    @Override
    public void committed(BatchMeasures batch) {
        written.increment(batch.own());
        moved.increment(batch.moved());
        repeated.increment(batch.ownRepeats());
        movedRepeated.increment(batch.movedRepeats());
        if (batch.own() + batch.moved() > 0) {
            batchSize.record(batch.own() + batch.moved());
        }
        batchDuration.record(batch.duration());
        lockWait.record(batch.lockWait());
        if (batch.sequencingLag() != null) {
            sequencingLag.record(batch.sequencingLag());
        }
    }

    void remove() {
        meters.forEach(registry::remove);
    }

    private Counter counter(String name, String source, String description) {
        return kept(Counter.builder(name).tags(tags.and("source", source))
                .description(description).register(registry));
    }

    private Timer timer(String name, String description) {
        return kept(Timer.builder(name).tags(tags).description(description).register(registry));
    }

    private void gauge(String name, String unit, String description, NodeFigures node, ToDoubleFunction<NodeFigures> value) {
        kept(Gauge.builder(name, node, value).strongReference(true).baseUnit(unit).tags(tags).description(description)
                .register(registry));
    }

    private void count(String name, String description, NodeFigures node, ToDoubleFunction<QueueFigures> value) {
        kept(FunctionCounter.builder(name, node, figures -> value.applyAsDouble(figures.queue())).tags(tags)
                .description(description).register(registry));
    }

    private void removed(String name, String description, NodeFigures node, ToDoubleFunction<RetentionFigures> value) {
        kept(FunctionCounter.builder(name, node, figures -> value.applyAsDouble(figures.retention())).tags(tags)
                .description(description).register(registry));
    }

    /** Kept in mind, to be removed. */
    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
