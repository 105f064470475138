package io.quarkiverse.journal.faults;

import java.util.List;
import java.util.Random;

/** What happens to a node's way to PostgreSQL. */
final class ConnectionFaults {

    private final Cluster cluster;
    private final JavaNode javaNode;
    private final Stop stop;

    ConnectionFaults(Cluster cluster, JavaNode javaNode, Stop stop) {
        this.cluster = cluster;
        this.javaNode = javaNode;
        this.stop = stop;
    }

    void cut(Random random) throws InterruptedException {
        int times = 1 + random.nextInt(5);
        for (int i = 0; i < times; i++) {
            proxy(random).cut();
            stop.pause(random.nextInt(500));
        }
    }

    /** Among them those to a COMMIT. */
    void cutAnswers(Random random) throws InterruptedException {
        TcpProxy proxy = proxy(random);
        proxy.cutAnswers(2 + random.nextInt(30));
        try {
            stop.pause(1_000 + random.nextInt(4_000));
        } finally {
            proxy.cutAnswers(0);
        }
    }

    void refuse(Random random) throws InterruptedException {
        TcpProxy proxy = proxy(random);
        proxy.refuse();
        try {
            stop.pause(500 + random.nextInt(4_000));
        } finally {
            proxy.accept();
        }
    }

    /** What has stalled either flows on, or breaks. */
    void stall(Random random) throws InterruptedException {
        TcpProxy proxy = proxy(random);
        proxy.stall();
        try {
            stop.pause(1_000 + random.nextInt(7_000));
            if (random.nextBoolean()) {
                proxy.cut();
            }
        } finally {
            proxy.flow();
        }
    }

    private TcpProxy proxy(Random random) {
        List<Node> nodes = cluster.nodes;
        int chosen = random.nextInt(nodes.size() + 1);
        return chosen == nodes.size() ? javaNode.proxy() : nodes.get(chosen).proxy;
    }
}
