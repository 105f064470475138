package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

import org.jboss.logging.Logger;

/**
 * A node is stopped while its writer is inside a transaction, perhaps in the middle of a COPY, with the journal's lock in its
 * hand: the others go on within five seconds.
 */
final class StoppedInside implements Fault {

    private static final Logger LOG = Logger.getLogger(StoppedInside.class);
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 300;

    private final Cluster cluster;
    private final HttpCaller caller;
    private final Violations violations;
    private final Stop stop;

    StoppedInside(Cluster cluster, Attempts attempts, Violations violations, Stop stop) {
        this.cluster = cluster;
        this.caller = new HttpCaller(attempts, WITHIN);
        this.violations = violations;
        this.stop = stop;
    }

    @Override
    public void strike(Random random) throws InterruptedException {
        Node node = cluster.any(random);
        try (Connection connection = cluster.postgres.connect()) {
            for (int i = 0; i < MOST_TRIES && stop.pause(random.nextInt(10)); i++) {
                node.pause();
                String state = stalledState(connection, node);
                if (state != null) {
                    LOG.infof("%s is stopped inside a transaction: %s", node, state);
                    requireOthersGoOn(node);
                    stop.pause(random.nextInt(5_000));
                    return;
                }
                node.goOn();
            }
            LOG.infof("%s was never inside a transaction", node);
        } catch (SQLException e) {
            violations.add("Could not see what %s was doing: %s", node, e);
        } finally {
            node.goOn();
        }
    }

    private void requireOthersGoOn(Node stopped) throws InterruptedException {
        for (Node other : cluster.nodes) {
            if (other != stopped) {
                long began = System.nanoTime();
                Attempt attempt = caller.append(other);
                LOG.infof("%s went on after %d ms", other, (System.nanoTime() - began) / 1_000_000);
                if (!attempt.isStored()) {
                    violations.add("%s did not go on within %s while %s was stopped inside a transaction", other, WITHIN,
                            stopped);
                }
            }
        }
    }

    /** What the node's writer is at, if the server waits for it inside a transaction. */
    private static String stalledState(Connection connection, Node node) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement("""
                SELECT state || ', ' || left(query, 40) FROM pg_stat_activity
                WHERE application_name = 'quarkus-journal writer' AND client_port = ANY (?)
                  AND xact_start IS NOT NULL AND wait_event_type = 'Client' AND state_change < clock_timestamp()""")) {
            look.setArray(1, connection.createArrayOf("integer", node.proxy.clientPorts().toArray()));
            try (ResultSet row = look.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
