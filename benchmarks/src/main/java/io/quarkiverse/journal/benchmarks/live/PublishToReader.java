package io.quarkiverse.journal.benchmarks.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.HdrHistogram.Histogram;

import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/**
 * Events are published at a constant rate, and measured for each: when its publisher knows that it is durable, when a
 * reader has it, and what is between the two.
 *
 * @param publish publishes a payload, and completes once it is durable
 * @param jvm the node that serves the reader
 */
record PublishToReader(String name, Pace pace, Function<String, CompletionStage<?>> publish, Reader reader,
        OptionalLong jvm) implements Contender {

    @Override
    public Measurement round() throws Exception {
        Arrivals durable = new Arrivals(pace.count());
        Arrivals read = new Arrivals(pace.count());
        Pairs pairs = new Pairs();
        reader.onArrival(due -> {
            pairs.read(due);
            read.arrived(due);
        });
        long start = System.nanoTime();
        pace.send(due -> publish.apply(TimedPayload.of(due)).whenComplete((receipt, failure) -> {
            if (failure == null) {
                pairs.durable(due);
                durable.arrived(due);
            } else {
                durable.failed(failure);
            }
        }));
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        latencies.put("to its receipt", durable.await());
        latencies.put("to the reader", read.await());
        latencies.put("from its receipt to the reader", pairs.histogram());
        return new Measurement(pace.count() * 1e9 / (System.nanoTime() - start), latencies);
    }
}
