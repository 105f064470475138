package io.quarkiverse.journal.runtime.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.JournalNode;

/** Answers that a topic does not exist, where topics are not created by being used. */
final class TopicGate {

    private final Supplier<JournalNode> node;
    private final boolean open;

    /**
     * @param open whether every topic may be used
     */
    TopicGate(Supplier<JournalNode> node, boolean open) {
        this.node = node;
        this.open = open;
    }

    /** Goes on with a request, at once or later, if all topics that it names exist. What is no name is for others to refuse. */
    void pass(Exchange exchange, Runnable next) {
        List<String> topics = open ? List.of() : named(exchange);
        if (topics.isEmpty()) {
            next.run();
            return;
        }
        node.get().existingTopics().require(topics).subscribe().with(
                unused -> exchange.run(() -> {
                    try {
                        next.run();
                    } catch (RuntimeException e) {
                        exchange.refuse(FailureProblems.of(e));
                    }
                }),
                failure -> exchange.run(() -> exchange.refuse(FailureProblems.ofReading(failure, node.get()))));
    }

    private static List<String> named(Exchange exchange) {
        List<String> named = new ArrayList<>(exchange.query().all("topic"));
        if (exchange.topic() != null) {
            named.add(exchange.topic());
        }
        return named.stream().filter(TopicNames::isValid).toList();
    }
}
