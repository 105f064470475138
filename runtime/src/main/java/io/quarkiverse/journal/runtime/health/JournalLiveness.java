package io.quarkiverse.journal.runtime.health;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

import io.quarkiverse.journal.runtime.JournalNode;

/**
 * Not live when the writer's or the tail's thread has died, which only a restart mends. A database that is away is no reason to
 * restart: the node goes on by itself when it is back.
 */
@Liveness
@Singleton
public class JournalLiveness implements HealthCheck {

    private final Instance<JournalNode> nodes;

    JournalLiveness(@Any Instance<JournalNode> nodes) {
        this.nodes = nodes;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Journal liveness").up();
        JournalData.forEach(nodes, (data, node) -> {
            data.put(response, "writer", node.isWriterDead() ? "died" : "running");
            data.put(response, "tail", node.isTailDead() ? "died" : "running");
            if (node.isWriterDead() || node.isTailDead()) {
                response.down();
            }
        });
        return response.build();
    }
}
