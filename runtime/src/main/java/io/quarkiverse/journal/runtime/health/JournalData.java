package io.quarkiverse.journal.runtime.health;

import java.util.Comparator;
import java.util.function.BiConsumer;

import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.NodeFigures;

/** Tells the data of several journals apart. */
final class JournalData {

    /** Empty where it is the only journal. */
    private final String prefix;

    private JournalData(String prefix) {
        this.prefix = prefix;
    }

    static void forEach(Instance<JournalNode> nodes, BiConsumer<JournalData, NodeFigures> each) {
        boolean several = nodes.stream().count() > 1;
        nodes.stream().map(JournalNode::figures).sorted(Comparator.comparing(NodeFigures::journal))
                .forEach(node -> each.accept(new JournalData(several ? node.journal() + "." : ""), node));
    }

    void put(HealthCheckResponseBuilder response, String key, String value) {
        response.withData(prefix + key, value);
    }

    void put(HealthCheckResponseBuilder response, String key, long value) {
        response.withData(prefix + key, value);
    }
}
