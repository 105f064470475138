package io.quarkiverse.journal.benchmarks.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.journal.benchmarks.crowd.Audience;
import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Visit;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.LiveHeap;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** Sends to many as much as they take: a burst of events as soon as everybody has the last one. */
final class Burst implements Contender {

    private final Broadcaster broadcaster;
    private final Crowd crowd;
    private final int readers;
    private final int events;
    private final int bursts;
    private final List<Double> heapPerReader = new ArrayList<>();

    Burst(Broadcaster broadcaster, Crowd crowd, int readers, int events, int bursts) {
        this.broadcaster = broadcaster;
        this.crowd = crowd;
        this.readers = readers;
        this.events = events;
        this.bursts = bursts;
    }

    @Override
    public String name() {
        return broadcaster.name();
    }

    /** What one idle reader costs of the server's heap, in KiB, for each round. */
    List<Double> heapPerReader() {
        return heapPerReader;
    }

    @Override
    public Measurement round() throws Exception {
        long nobody = LiveHeap.of(broadcaster.pid()).bytes();
        long position = broadcaster.begin();
        Audience audience = new Audience(crowd, Visit.sse(broadcaster.stream(), position), readers, (member, at) -> {
        });
        try {
            audience.enter();
            audience.awaitSeated();
            heapPerReader.add((LiveHeap.of(broadcaster.pid()).bytes() - nobody) / 1024.0 / readers);
            long start = System.nanoTime();
            for (int burst = 0; burst < bursts; burst++) {
                position += events;
                CompletableFuture<Long> arrived = audience.reach(position);
                broadcaster.send(events).get();
                arrived.get();
            }
            return Measurement.rate((long) bursts * events * readers, System.nanoTime() - start);
        } finally {
            audience.leave();
        }
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(broadcaster.pid());
    }
}
