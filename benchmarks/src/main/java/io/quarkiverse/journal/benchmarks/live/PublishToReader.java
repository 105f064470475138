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
 * Events are published at a constant rate, and two things measured for each: when its publisher knows that it is durable, and
 * when
 * a reader has it.
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
        reader.onArrival(read::arrived);
        long start = System.nanoTime();
        pace.send(due -> publish.apply(TimedPayload.of(due)).whenComplete((receipt, failure) -> {
            if (failure == null) {
                durable.arrived(due);
            } else {
                durable.failed(failure);
            }
        }));
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        latencies.put("to its receipt", durable.await());
        latencies.put("to the reader", read.await());
        return new Measurement(pace.count() * 1e9 / (System.nanoTime() - start), latencies);
    }
}
