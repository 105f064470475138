package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.Face;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.spi.JournalAction;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Gives each request below a journal's base path to the one who answers it, and turns refusals into problems. */
final class JournalRoutes {

    private final boolean readable;
    private final boolean publishable;
    private final AccessControl access;
    private final StreamHandler stream;
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final CloseHandler close;
    private final TopicsHandler topics;
    private final TopicGate gate;

    JournalRoutes(JournalConfig config, Face face, AccessControl access, OpenStreams streams, StreamSettings settings,
            BodyLimits limits, Supplier<JournalNode> node) {
        this.readable = face.enabled();
        this.publishable = face.publishEnabled();
        this.access = access;
        this.stream = new StreamHandler(node, streams, settings);
        this.history = new HistoryHandler(node, stream);
        this.publish = new PublishHandler(node, limits, config.publish().maxAtomicEvents());
        this.close = new CloseHandler(node, limits);
        this.topics = new TopicsHandler(node);
        this.gate = new TopicGate(node, config.topics().autoCreate());
    }

    private void close(Exchange exchange) {
        HttpMethod method = exchange.request().method();
        if (!publishable) {
            exchange.refuse(Problem.notFound());
        } else if (!method.equals(HttpMethod.POST)) {
            exchange.refuse(Problem.methodNotAllowed(method.name(), "POST"));
        } else {
            close.close(exchange);
        }
    }

    Handler<RoutingContext> handler(Endpoint endpoint) {
        return routing -> {
            if (!readable) {
                // As if nothing of this were here.
                routing.next();
                return;
            }
            Exchange exchange = new Exchange(routing);
            exchange.run(() -> access.admit(exchange, action(exchange, endpoint), topics(exchange, endpoint),
                    () -> answer(exchange, endpoint)));
        };
    }

    boolean isReadable() {
        return readable;
    }

    /** What somebody needs a permission for; whatever is no way to publish or close counts as reading. */
    private JournalAction action(Exchange exchange, Endpoint endpoint) {
        if (!publishable || !exchange.request().method().equals(HttpMethod.POST)) {
            return JournalAction.READ;
        }
        return switch (endpoint) {
            case TOPIC_EVENTS -> JournalAction.PUBLISH;
            case TOPIC_CLOSE -> JournalAction.CLOSE;
            default -> JournalAction.READ;
        };
    }

    private static @Nullable Supplier<List<String>> topics(Exchange exchange, Endpoint endpoint) {
        return endpoint == Endpoint.NOTHING ? null
                : () -> AskedTopics.of(endpoint, exchange.topic(), exchange.request().query());
    }

    private void answer(Exchange exchange, Endpoint endpoint) {
        try {
            gate.pass(exchange, () -> pass(exchange, endpoint));
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
        }
    }

    private void pass(Exchange exchange, Endpoint endpoint) {
        switch (endpoint) {
            case STREAM -> read(exchange, stream::stream, false);
            case EVENTS -> read(exchange, history::history, false);
            case TOPIC_EVENTS -> read(exchange, history::history, publishable);
            case TOPICS -> read(exchange, topics::topics, false);
            case TOPIC -> read(exchange, topics::topic, false);
            case TOPIC_CLOSE -> close(exchange);
            default -> exchange.refuse(Problem.notFound());
        }
    }

    private void read(Exchange exchange, Consumer<Exchange> get, boolean post) {
        HttpMethod method = exchange.request().method();
        if (method.equals(HttpMethod.GET)) {
            get.accept(exchange);
        } else if (post && method.equals(HttpMethod.POST)) {
            publish.publish(exchange);
        } else {
            exchange.refuse(Problem.methodNotAllowed(method.name(), post ? "GET, POST" : "GET"));
        }
    }
}
