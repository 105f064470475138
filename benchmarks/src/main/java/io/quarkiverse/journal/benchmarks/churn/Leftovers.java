package io.quarkiverse.journal.benchmarks.churn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.journal.benchmarks.harness.LiveHeap;

/** What a node still holds of its readers when all of them have gone: its objects are counted after a full collection. */
final class Leftovers {

    private static final Map<String, String> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("subscriptions", "io.quarkiverse.journal.runtime.subscribe.JournalReading");
        CLASSES.put("streams", "io.quarkiverse.journal.runtime.http.StreamPump");
        CLASSES.put("pages held", "io.quarkiverse.journal.runtime.subscribe.Lease");
        CLASSES.put("requests", "io.vertx.core.http.impl.Http1xServerRequest");
        CLASSES.put("connections", "io.vertx.core.http.impl.Http1xServerConnection");
        CLASSES.put("sockets", "io.netty.channel.socket.nio.NioSocketChannel");
    }

    /** Connections that were reset are noticed at once, those that were left when the server writes: within a heartbeat. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(40);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final long pid;
    private final LiveHeap before;
    private final Map<String, List<Double>> left = new LinkedHashMap<>();
    private final List<Double> heap = new ArrayList<>();

    Leftovers(long pid) throws IOException, InterruptedException {
        this.pid = pid;
        this.before = LiveHeap.of(pid);
        CLASSES.keySet().forEach(name -> left.put(name, new ArrayList<>()));
    }

    /**
     * Counts what is there beyond what was there before the first reader.
     *
     * @throws IllegalStateException when that is anything
     */
    void count() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        LiveHeap now = LiveHeap.of(pid);
        while (isAnything(now) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE);
            now = LiveHeap.of(pid);
        }
        LiveHeap last = now;
        CLASSES.forEach((name, type) -> left.get(name).add((double) beyond(last, type)));
        heap.add(last.bytes() / 1024.0 / 1024);
        if (isAnything(last)) {
            throw new IllegalStateException("All readers have gone, and something of them is left: " + left);
        }
    }

    private boolean isAnything(LiveHeap now) {
        return CLASSES.values().stream().anyMatch(type -> beyond(now, type) > 0);
    }

    private long beyond(LiveHeap now, String type) {
        return now.count(type) - before.count(type);
    }

    /** How many of each there were, for each round. */
    Map<String, List<Double>> left() {
        return left;
    }

    /** What the heap held afterwards, in MiB, for each round. */
    List<Double> heap() {
        return heap;
    }
}
