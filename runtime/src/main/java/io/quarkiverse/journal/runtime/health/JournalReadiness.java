package io.quarkiverse.journal.runtime.health;

import java.time.Duration;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.NodeFigures;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.publish.QueueFigures;

/**
 * Not ready while the node cannot write or cannot see what is new, once that has lasted for the grace: short outages are what
 * the queue is for. Asks the node, not the database.
 */
@Readiness
@Singleton
public class JournalReadiness implements HealthCheck {

    private final NodeFigures node;
    private final Duration grace;

    JournalReadiness(JournalNode node, JournalConfig config) {
        this.node = node.figures();
        this.grace = config.health().grace();
    }

    @Override
    public HealthCheckResponse call() {
        String writing = state(node.isWriterDead(), node.writerStalled());
        String following = state(node.isTailDead(), node.tailStalled());
        QueueFigures queue = node.queue();
        return HealthCheckResponse.named("Journal readiness")
                .status(writing.equals("ok") && following.equals("ok"))
                .withData("schema", node.schema())
                .withData("writing", writing)
                .withData("following", following)
                .withData("head", node.head())
                .withData("tail-lag", node.tailLag())
                .withData("queued-events", queue.events())
                .withData("queued-bytes", queue.bytes())
                .build();
    }

    private String state(boolean dead, Duration stalled) {
        if (dead) {
            return "ended by a defect, see the log; restart the application";
        }
        return stalled.compareTo(grace) > 0 ? "without success for " + stalled.toSeconds() + " s" : "ok";
    }
}
