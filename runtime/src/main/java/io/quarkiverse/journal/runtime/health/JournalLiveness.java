package io.quarkiverse.journal.runtime.health;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.NodeFigures;

/**
 * Not live when the writer's or the tail's thread has died, which only a restart mends. A database that is away is no reason to
 * restart: the node goes on by itself when it is back.
 */
@Liveness
@Singleton
public class JournalLiveness implements HealthCheck {

    private final NodeFigures node;

    JournalLiveness(JournalNode node) {
        this.node = node.figures();
    }

    @Override
    public HealthCheckResponse call() {
        boolean writer = !node.isWriterDead();
        boolean tail = !node.isTailDead();
        return HealthCheckResponse.named("Journal liveness")
                .status(writer && tail)
                .withData("writer", writer ? "running" : "died")
                .withData("tail", tail ? "running" : "died")
                .build();
    }
}
