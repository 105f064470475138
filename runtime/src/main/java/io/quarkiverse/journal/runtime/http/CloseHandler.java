package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.JournalNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Closes a topic, and answers once its end is durable. */
final class CloseHandler {

    private final Supplier<JournalNode> node;
    private final BodyLimits limits;

    CloseHandler(Supplier<JournalNode> node, BodyLimits limits) {
        this.node = node;
        this.limits = limits;
    }

    void close(Exchange exchange) {
        String topic = Objects.requireNonNull(exchange.topic(), "topic");
        if (!TopicNames.isValid(topic)) {
            throw new RefusedException(
                    Problem.unprocessable(String.valueOf(new InvalidTopicException(topic).getMessage()), List.of()));
        }
        // There is nothing to say in a body; what a client sends all the same is read, so that the connection can be used again.
        BodyReader.read(exchange, limits, body -> {
            body.release();
            close(exchange, topic);
        });
    }

    private void close(Exchange exchange, String topic) {
        if (node.get().isDatabaseAway()) {
            exchange.refuse(Problem.unavailable("The database of the journal cannot be reached; the topic is not closed", 1));
            return;
        }
        try {
            Uni.createFrom().completionStage(node.get().publishing().closeTopic(topic)).subscribe().with(
                    end -> exchange.run(() -> exchange.json(200, Buffer.buffer("{\"end\":" + end + "}"))),
                    failure -> exchange.run(() -> exchange.refuse(FailureProblems.of(failure))));
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
        }
    }
}
