package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.JournalNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Publishes the events of a request, all or none, and answers once they are durable. */
final class PublishHandler {

    /** Parsing so much takes less time than handing it to another thread and back. */
    private static final int PARSED_AT_ONCE = 4 * 1024;

    private final Supplier<JournalNode> node;
    private final BodyLimits limits;
    private final int mostEvents;

    PublishHandler(Supplier<JournalNode> node, BodyLimits limits, int mostEvents) {
        this.node = node;
        this.limits = limits;
        this.mostEvents = mostEvents;
    }

    void publish(Exchange exchange) {
        String topic = Objects.requireNonNull(exchange.topic(), "topic");
        AppendOptions options = AppendConditions.of(exchange);
        Publication.BodyParser parser = parser(exchange, topic);
        String encoding = exchange.header(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(Problem.unsupportedType("The body has the Content-Encoding " + Problem.quote(encoding)
                    + "; only quarkus.http.enable-decompression lets this server read compressed bodies"));
        }
        if (!TopicNames.isValid(topic)) {
            throw new RefusedException(
                    Problem.unprocessable(String.valueOf(new InvalidTopicException(topic).getMessage()), List.of()));
        }
        BodyReader.read(exchange, limits, body -> publish(exchange, new Publication(body, parser, options)));
    }

    private void publish(Exchange exchange, Publication publication) {
        if (publication.length() <= PARSED_AT_ONCE) {
            try {
                publication.parse();
                append(exchange, publication);
            } catch (RuntimeException e) {
                refuse(exchange, publication, FailureProblems.of(e));
            }
            return;
        }
        exchange.context().executeBlocking(() -> {
            publication.parse();
            return null;
        }, false).onComplete(parsed -> {
            if (parsed.succeeded()) {
                append(exchange, publication);
            } else {
                refuse(exchange, publication, FailureProblems.of(parsed.cause()));
            }
        });
    }

    private Publication.BodyParser parser(Exchange exchange, String topic) {
        BinaryCloudEvent binary = BinaryCloudEvent.of(exchange.request().headers());
        if (binary != null) {
            binary.requireJson();
            return (body, fingerprint) -> EnvelopeParser.parse(node.get().publishing().encoder(), topic, binary, body,
                    fingerprint);
        }
        MediaType form = MediaType.ofBody(exchange.header(HttpHeaders.CONTENT_TYPE));
        return (body, fingerprint) -> EnvelopeParser.parse(node.get().publishing().encoder(), mostEvents, topic, form, body,
                fingerprint);
    }

    /**
     * Nothing is taken while the database is known to be away: what is taken cannot be refused later, and would be stored when
     * it is back, whatever the client was told. On the event loop, where a full queue is said at once instead of holding a
     * thread until there is room.
     */
    private void append(Exchange exchange, Publication publication) {
        try {
            if (node.get().isDatabaseAway()) {
                refuse(exchange, publication,
                        Problem.unavailable("The database of the journal cannot be reached; nothing is stored", 1));
                return;
            }
            Publication.Parsed parsed = publication.take();
            Uni.createFrom().completionStage(node.get().publishing().append(parsed.events(), parsed.guard())).subscribe()
                    .with(receipt -> {
                        publication.release();
                        exchange.run(() -> exchange.json(receipt.repeated() ? 200 : 201, toJson(receipt)));
                    }, failure -> exchange.run(() -> refuse(exchange, publication, FailureProblems.of(failure))));
        } catch (RuntimeException e) {
            refuse(exchange, publication, FailureProblems.of(e));
        }
    }

    private static void refuse(Exchange exchange, Publication publication, Problem problem) {
        publication.release();
        exchange.refuse(problem);
    }

    private static Buffer toJson(Receipt receipt) {
        return Buffer.buffer("{\"count\":" + receipt.count() + ",\"first\":" + receipt.first() + ",\"last\":" + receipt.last()
                + ",\"cursor\":\"" + receipt.cursor() + "\"}");
    }
}
