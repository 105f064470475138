package io.quarkiverse.journal.benchmarks.live;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long after their due time so many things arrived. Thread-safe. */
final class Arrivals {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Histogram latencies = new ConcurrentHistogram(3);
    private final CountDownLatch missing;
    private volatile @Nullable Throwable failure;

    Arrivals(int expected) {
        this.missing = new CountDownLatch(expected);
    }

    void arrived(long due) {
        latencies.recordValue(System.nanoTime() - due);
        missing.countDown();
    }

    /** Something will not arrive. */
    void failed(Throwable cause) {
        failure = cause;
        while (missing.getCount() > 0) {
            missing.countDown();
        }
    }

    Histogram await() throws InterruptedException {
        boolean complete = missing.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("An event could not be published", cause);
        }
        if (!complete) {
            throw new IllegalStateException(missing.getCount() + " events did not arrive within " + PATIENCE);
        }
        return latencies;
    }
}
