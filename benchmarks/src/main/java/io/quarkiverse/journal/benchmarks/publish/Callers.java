package io.quarkiverse.journal.benchmarks.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.HdrHistogram.Histogram;

import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** So many callers at once, each of which does the next call when it has the answer to the one before. */
public final class Callers {

    /** A caller's call. */
    @FunctionalInterface
    public interface Call {

        void call(long number) throws Exception;
    }

    private final List<Call> calls;
    private final Duration duration;

    public Callers(List<Call> calls, Duration duration) {
        this.calls = calls;
        this.duration = duration;
    }

    public Measurement measure() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Callable<Histogram>> loops = new ArrayList<>();
            for (Call call : calls) {
                loops.add(() -> loop(call, end));
            }
            Histogram all = Measurement.newHistogram();
            for (Future<Histogram> one : threads.invokeAll(loops)) {
                all.add(one.get());
            }
            long nanos = System.nanoTime() - start;
            return new Measurement(all.getTotalCount() * 1e9 / nanos, Map.of("call to answer", all));
        } finally {
            threads.shutdown();
        }
    }

    private static Histogram loop(Call call, long end) throws Exception {
        Histogram latencies = Measurement.newHistogram();
        long before = System.nanoTime();
        for (long number = 0; before < end; number++) {
            call.call(number);
            long after = System.nanoTime();
            latencies.recordValue(after - before);
            before = after;
        }
        return latencies;
    }
}
