package io.quarkiverse.journal.faults;

import java.util.Random;

/** What happens to a node's process. */
final class NodeFaults {

    private final Cluster cluster;
    private final Stop stop;

    NodeFaults(Cluster cluster, Stop stop) {
        this.cluster = cluster;
        this.stop = stop;
    }

    void kill(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.kill();
        stop.pause(random.nextInt(2_000));
        node.start();
    }

    /** As an operator does. */
    void end(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.stop();
        stop.pause(random.nextInt(1_000));
        node.start();
    }

    void pause(int fromSeconds, int toSeconds, Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.pause();
        try {
            stop.pause(1_000L * fromSeconds + random.nextInt(1_000 * (toSeconds - fromSeconds)));
        } finally {
            node.goOn();
        }
    }
}
