package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.publish.Fingerprint;
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
        BodyParser parser = parser(exchange, topic);
        String encoding = exchange.header(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(Problem.unsupportedType("The body has the Content-Encoding " + Problem.quote(encoding)
                    + "; only quarkus.http.enable-decompression lets this server read compressed bodies"));
        }
        if (!TopicNames.isValid(topic)) {
            throw new RefusedException(
                    Problem.unprocessable(String.valueOf(new InvalidTopicException(topic).getMessage()), List.of()));
        }
        BodyReader.read(exchange, limits, body -> parse(exchange, parser, body, options));
    }

    private void parse(Exchange exchange, BodyParser parser, byte[] body, AppendOptions options) {
        if (body.length <= PARSED_AT_ONCE) {
            try {
                append(exchange, events(parser, body, options));
            } catch (RuntimeException e) {
                exchange.refuse(FailureProblems.of(e));
            }
            return;
        }
        exchange.context().<Parsed> executeBlocking(() -> events(parser, body, options), false).onComplete(parsed -> {
            if (parsed.succeeded()) {
                append(exchange, parsed.result());
            } else {
                exchange.refuse(FailureProblems.of(parsed.cause()));
            }
        });
    }

    private record Parsed(List<EventData> events, @Nullable Guard guard) {
    }

    /** Turns a body into events; {@link EnvelopeParser} with all but the body. */
    private interface BodyParser {

        List<EventData> parse(byte[] body, @Nullable Fingerprint fingerprint);
    }

    private BodyParser parser(Exchange exchange, String topic) {
        BinaryCloudEvent binary = BinaryCloudEvent.of(exchange.request().headers());
        if (binary != null) {
            binary.requireJson();
            return (body, fingerprint) -> EnvelopeParser.parse(node.get().encoder(), topic, binary, body, fingerprint);
        }
        MediaType form = MediaType.ofBody(exchange.header(HttpHeaders.CONTENT_TYPE));
        return (body, fingerprint) -> EnvelopeParser.parse(node.get().encoder(), mostEvents, topic, form, body, fingerprint);
    }

    private Parsed events(BodyParser parser, byte[] body, AppendOptions options) {
        Fingerprint fingerprint = Fingerprint.wantedBy(options);
        List<EventData> events = parser.parse(body, fingerprint);
        return new Parsed(events, Guard.of(options, Fingerprint.of(fingerprint)));
    }

    /**
     * Nothing is taken while the database is known to be away: what is taken cannot be refused later, and would be stored when
     * it is back, whatever the client was told. On the event loop, where a full queue is said at once instead of holding a
     * thread until there is room.
     */
    private void append(Exchange exchange, Parsed parsed) {
        if (node.get().isDatabaseAway()) {
            exchange.refuse(Problem.unavailable("The database of the journal cannot be reached; nothing is stored", 1));
            return;
        }
        try {
            Uni.createFrom().completionStage(node.get().append(parsed.events(), parsed.guard())).subscribe().with(
                    receipt -> exchange.run(() -> exchange.json(receipt.repeated() ? 200 : 201, toJson(receipt))),
                    failure -> exchange.run(() -> exchange.refuse(FailureProblems.of(failure))));
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
        }
    }

    private static Buffer toJson(Receipt receipt) {
        return Buffer.buffer("{\"count\":" + receipt.count() + ",\"first\":" + receipt.first() + ",\"last\":" + receipt.last()
                + ",\"cursor\":\"" + receipt.cursor() + "\"}");
    }
}
