package io.quarkiverse.journal.runtime.http;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.Face;
import io.quarkiverse.journal.runtime.config.HttpConfig;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Gives each request below a journal's base path to the one who answers it, and turns refusals into problems. */
final class JournalRoutes {

    private final boolean readable;
    private final boolean publishable;
    private final StreamHandler stream;
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final CloseHandler close;
    private final TopicsHandler topics;
    private final TopicGate gate;

    JournalRoutes(JournalConfig config, Face face, HttpConfig http, OpenStreams streams, boolean compressing,
            Supplier<JournalNode> node) {
        this.readable = face.enabled();
        this.publishable = face.publishEnabled();
        this.stream = new StreamHandler(node, streams, new StreamSettings(http.heartbeat(), compressing));
        this.history = new HistoryHandler(node, stream);
        this.publish = new PublishHandler(node, http.maxRequestBytes().asLongValue(), config.publish().maxAtomicEvents());
        this.close = new CloseHandler(node, http.maxRequestBytes().asLongValue());
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
            exchange.run(() -> answer(exchange, endpoint));
        };
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
