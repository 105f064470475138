package io.quarkiverse.journal.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

/**
 * Asks whether everything is live: whether each node takes events, and each reader gets them, within ten seconds from the
 * moment
 * when PostgreSQL and the nodes accept connections.
 */
final class Probe {

    private static final Logger LOG = Logger.getLogger(Probe.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final List<Reader> readers;
    private final HttpCaller caller;
    private final Violations violations;
    private final Stop stop;
    private long slowestMillis;

    Probe(Cluster cluster, List<Reader> readers, Attempts attempts, Violations violations, Stop stop) {
        this.cluster = cluster;
        this.readers = readers;
        this.caller = new HttpCaller(attempts, WITHIN);
        this.violations = violations;
        this.stop = stop;
    }

    /** How long it took at most. */
    long slowestMillis() {
        return slowestMillis;
    }

    void requireLive(String after) throws InterruptedException {
        cluster.awaitUp();
        long up = System.nanoTime();
        Map<String, Long> reached = new HashMap<>();
        List<String> late = new ArrayList<>();
        for (Node node : cluster.nodes) {
            publish(node, up, reached, late);
        }
        for (Reader reader : readers) {
            long position = reader.topic == null ? reached.values().stream().mapToLong(Long::longValue).max().orElse(0)
                    : reached.getOrDefault(reader.topic, 0L);
            if (!within(up, () -> reader.isLiveAt(position))) {
                late.add(reader + ", which should have " + position);
            }
        }
        long took = (System.nanoTime() - up) / 1_000_000;
        slowestMillis = Math.max(slowestMillis, took);
        LOG.infof("Live again after %d ms", took);
        if (!late.isEmpty()) {
            violations.add("Not live again %s after: %s: %s", WITHIN, after, String.join("; ", late));
        }
    }

    private void publish(Node node, long up, Map<String, Long> reached, List<String> late) throws InterruptedException {
        boolean order = within(up, () -> stored(caller.append(node), reached));
        boolean web = within(up, () -> stored(caller.publish(node, 1), reached));
        boolean transaction = within(up, () -> stored(caller.enter(node, 1, false), reached));
        if (!order || !web || !transaction) {
            late.add(node + " (append " + order + ", HTTP " + web + ", transaction " + transaction + ")");
        }
    }

    private static boolean stored(Attempt attempt, Map<String, Long> reached) {
        reached.merge(attempt.topic, attempt.answer().first(), Math::max);
        return attempt.isStored();
    }

    /** What may be interrupted. */
    private interface Condition {

        boolean holds() throws InterruptedException;
    }

    private boolean within(long from, Condition condition) throws InterruptedException {
        boolean holds = condition.holds();
        while (!holds && System.nanoTime() - from < WITHIN.toNanos() && stop.pause(50)) {
            holds = condition.holds();
        }
        return holds;
    }
}
