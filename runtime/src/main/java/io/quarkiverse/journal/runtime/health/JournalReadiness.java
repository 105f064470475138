package io.quarkiverse.journal.runtime.health;

import java.time.Duration;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.publish.QueueFigures;

/**
 * Not ready while the node cannot write or cannot see what is new, once that has lasted for the grace: short outages are what
 * the queue is for. Asks the node, not the database.
 */
@Readiness
@Singleton
public class JournalReadiness implements HealthCheck {

    private static final String OK = "ok";

    private final Instance<JournalNode> nodes;

    JournalReadiness(@Any Instance<JournalNode> nodes) {
        this.nodes = nodes;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Journal readiness").up();
        JournalData.forEach(nodes, (data, node) -> {
            String writing = state(node.isWriterDead(), node.writerStalled(), node.grace());
            String following = state(node.isTailDead(), node.tailStalled(), node.grace());
            QueueFigures queue = node.queue();
            data.put(response, "schema", node.schema());
            data.put(response, "writing", writing);
            data.put(response, "following", following);
            data.put(response, "head", node.head());
            data.put(response, "tail-lag", node.tailLag());
            data.put(response, "queued-events", queue.events());
            data.put(response, "queued-bytes", queue.bytes());
            if (!writing.equals(OK) || !following.equals(OK)) {
                response.down();
            }
        });
        return response.build();
    }

    private static String state(boolean dead, Duration stalled, Duration grace) {
        if (dead) {
            return "ended by a defect, see the log; restart the application";
        }
        return stalled.compareTo(grace) > 0 ? "without success for " + stalled.toSeconds() + " s" : OK;
    }
}
