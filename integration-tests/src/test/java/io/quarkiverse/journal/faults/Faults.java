package io.quarkiverse.journal.faults;

import java.util.LinkedHashMap;
import java.util.Map;

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

    private Faults() {
    }

    /**
     * In an order of its own: a seed gives the same ones again.
     *
     * @param stoppedInside checks what it does by itself
     */
    static Map<String, Kind> all(Cluster cluster, JavaNode javaNode, Fault stoppedInside, Settings settings, Stop stop) {
        Map<String, Kind> all = new LinkedHashMap<>();
        NodeFaults nodes = new NodeFaults(cluster, stop);
        all.put("a node is killed", new Kind(Target.NODE, 6, nodes::kill));
        all.put("a node is asked to end", new Kind(Target.NODE, 2, nodes::end));
        all.put("a node is stopped for some seconds", new Kind(Target.NODE, 4, random -> nodes.pause(2, 10, random)));
        if (settings.isLong()) {
            all.put("a node is stopped for a minute", new Kind(Target.NODE, 1, random -> nodes.pause(60, 61, random)));
        }
        if (settings.nodes() > 1) {
            all.put("a node is stopped inside a transaction", new Kind(Target.ALL, 4, stoppedInside));
        }
        PostgresFaults postgres = new PostgresFaults(cluster.postgres, stop);
        all.put("PostgreSQL is killed", new Kind(Target.POSTGRES, 4, postgres::kill));
        all.put("PostgreSQL is stopped for some seconds", new Kind(Target.POSTGRES, 2, postgres::pause));
        all.put("the disk is full for some seconds", new Kind(Target.POSTGRES, 2, postgres::fillDisk));
        all.put("writers' sessions are ended", new Kind(Target.CONNECTIONS, 6,
                random -> postgres.endSessions("writer", random)));
        all.put("readers' and LISTEN sessions are ended", new Kind(Target.CONNECTIONS, 4,
                random -> postgres.endSessions("reader", random)));
        ConnectionFaults connections = new ConnectionFaults(cluster, javaNode, stop);
        all.put("connections are cut", new Kind(Target.CONNECTIONS, 4, connections::cut));
        all.put("answers are lost", new Kind(Target.CONNECTIONS, 6, connections::cutAnswers));
        all.put("no connection is accepted for some seconds", new Kind(Target.CONNECTIONS, 2, connections::refuse));
        all.put("connections stall", new Kind(Target.CONNECTIONS, 4, connections::stall));
        if (!Clock.canBeSet()) {
            LOG.info("No clock jumps: that needs libfaketime, of Debian's package of that name");
        } else {
            ClockFaults clocks = new ClockFaults(stop);
            all.put("a node's clock jumps", new Kind(Target.NODE, 2,
                    random -> clocks.jump(cluster.any(random).clock, random)));
            all.put("PostgreSQL's clock jumps", new Kind(Target.POSTGRES, 2,
                    random -> clocks.jump(cluster.postgres.clock, random)));
        }
        return all;
    }
}
