package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/** All that can go wrong in a run, by name. */
final class Faults {

    /** Those that only one fault at a time may do something to. */
    enum Target {
        /** Strikes alone. */
        ALL,
        NODE,
        POSTGRES,
        CONNECTIONS
    }

    /**
     * @param target what it breaks
     * @param weight how often it comes, relative to the others
     */
    record Kind(Target target, int weight, Fault fault) {
    }

    private static final Logger LOG = Logger.getLogger(Faults.class);
    /** Above a segment of WAL, below a partition. */
    private static final String TABLE_BYTES = Integer.toString(1_500_000);

    private final Cluster cluster;
    private final JavaNode javaNode;
    private final Fault stoppedInside;
    private final Stop stop;

    /**
     * @param stoppedInside checks what it does by itself
     */
    Faults(Cluster cluster, JavaNode javaNode, Fault stoppedInside, Stop stop) {
        this.stoppedInside = stoppedInside;
        this.cluster = cluster;
        this.javaNode = javaNode;
        this.stop = stop;
    }

    /** In an order of its own: a seed gives the same ones again. */
    Map<String, Kind> all() {
        Map<String, Kind> all = new LinkedHashMap<>();
        all.put("a node is killed", new Kind(Target.NODE, 3, this::killNode));
        all.put("a node is asked to end", new Kind(Target.NODE, 1, this::stopNode));
        all.put("a node is stopped for some seconds", new Kind(Target.NODE, 2, this::pauseNode));
        if (cluster.nodes.size() > 1) {
            all.put("a node is stopped inside a transaction", new Kind(Target.ALL, 2, stoppedInside));
        }
        all.put("PostgreSQL is killed", new Kind(Target.POSTGRES, 2, this::killPostgres));
        all.put("PostgreSQL is stopped for some seconds", new Kind(Target.POSTGRES, 1, this::pausePostgres));
        all.put("the disk is full for some seconds", new Kind(Target.POSTGRES, 1, this::fillDisk));
        all.put("writers' sessions are ended", new Kind(Target.CONNECTIONS, 3, random -> endSessions("writer", random)));
        all.put("readers' and LISTEN sessions are ended", new Kind(Target.CONNECTIONS, 2,
                random -> endSessions("reader", random)));
        all.put("connections are cut", new Kind(Target.CONNECTIONS, 2, this::cut));
        all.put("answers are lost", new Kind(Target.CONNECTIONS, 3, this::cutAnswers));
        all.put("no connection is accepted for some seconds", new Kind(Target.CONNECTIONS, 1, this::refuse));
        all.put("connections stall", new Kind(Target.CONNECTIONS, 2, this::stall));
        return all;
    }

    private void killNode(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.kill();
        stop.pause(random.nextInt(2_000));
        node.start();
    }

    private void stopNode(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.stop();
        stop.pause(random.nextInt(1_000));
        node.start();
    }

    private void pauseNode(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        node.pause();
        try {
            stop.pause(2_000 + random.nextInt(8_000));
        } finally {
            node.goOn();
        }
    }

    private void killPostgres(Random random) throws InterruptedException {
        cluster.postgres.kill(random.nextBoolean());
        stop.pause(random.nextInt(3_000));
        cluster.postgres.restart();
    }

    private void pausePostgres(Random random) throws InterruptedException {
        cluster.postgres.pause();
        try {
            stop.pause(1_000 + random.nextInt(5_000));
        } finally {
            cluster.postgres.goOn();
        }
    }

    /** Files of tables cannot grow; WAL goes on, since PostgreSQL itself ends when that cannot be written. */
    private void fillDisk(Random random) throws InterruptedException {
        if (!cluster.postgres.limitFiles(TABLE_BYTES)) {
            LOG.info("No full disk: prlimit is not there, or did not work for each process");
        }
        try {
            stop.pause(1_000 + random.nextInt(4_000));
        } finally {
            cluster.postgres.limitFiles("unlimited");
        }
    }

    /** Several times at random moments, so that some of them are during a COMMIT. */
    private void endSessions(String role, Random random) throws InterruptedException {
        int times = 1 + random.nextInt(8);
        for (int i = 0; i < times; i++) {
            try (Connection connection = cluster.postgres.connect();
                    PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid) "
                            + "FROM pg_stat_activity WHERE application_name = ? AND random() < 0.7")) {
                end.setString(1, "quarkus-journal " + role);
                for (long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)); System
                        .nanoTime() < until;) {
                    Thread.onSpinWait();
                }
                end.execute();
            } catch (SQLException e) {
                // Another fault has PostgreSQL: then there is no session to end.
                return;
            }
            stop.pause(random.nextInt(400));
        }
    }

    private void cut(Random random) throws InterruptedException {
        int times = 1 + random.nextInt(5);
        for (int i = 0; i < times; i++) {
            proxy(random).cut();
            stop.pause(random.nextInt(500));
        }
    }

    /** Among them those to a COMMIT. */
    private void cutAnswers(Random random) throws InterruptedException {
        TcpProxy proxy = proxy(random);
        proxy.cutAnswers(2 + random.nextInt(30));
        try {
            stop.pause(1_000 + random.nextInt(4_000));
        } finally {
            proxy.cutAnswers(0);
        }
    }

    private void refuse(Random random) throws InterruptedException {
        TcpProxy proxy = proxy(random);
        proxy.refuse();
        try {
            stop.pause(500 + random.nextInt(4_000));
        } finally {
            proxy.accept();
        }
    }

    /** What has stalled either flows on, or breaks. */
    private void stall(Random random) throws InterruptedException {
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
