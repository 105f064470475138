package io.quarkiverse.journal.runtime.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.spi.JournalAction;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Gives each request below the journal's base path to the one who answers it, and turns refusals into problems. */
public final class JournalRoutes {

    private final boolean readable;
    private final boolean publishable;
    private final OpenStreams streams;
    private final AccessControl access;
    private final StreamHandler stream;
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final CloseHandler close;

    JournalRoutes(JournalConfig config, boolean compressing, Supplier<JournalNode> node, AccessControl access,
            Duration idleTimeout) {
        JournalConfig.Http http = config.http();
        this.readable = http.enabled();
        this.publishable = http.enabled() && http.publishEnabled();
        this.access = access;
        this.streams = new OpenStreams(http.maxStreams(),
                http.maxStreamsPerIdentity().orElse(CallerPlaces.UNLIMITED));
        BodyLimits limits = BodyLimits.of(http);
        this.stream = new StreamHandler(node, streams, StreamSettings.of(http.heartbeat(), idleTimeout, compressing));
        this.history = new HistoryHandler(node, stream);
        this.publish = new PublishHandler(node, limits, config.publish().maxAtomicEvents());
        this.close = new CloseHandler(node, limits);
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

    /** Answers what fails before it comes here: requests that are not authenticated, above all. */
    Handler<RoutingContext> failureHandler() {
        return routing -> {
            if (readable) {
                Challenge.answerFailure(routing);
            } else {
                routing.next();
            }
        };
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
        return endpoint == Endpoint.NOTHING ? null : () -> AskedTopics.of(exchange.topic(), exchange.request().query());
    }

    private void answer(Exchange exchange, Endpoint endpoint) {
        try {
            switch (endpoint) {
                case STREAM -> read(exchange, stream::stream, false);
                case EVENTS -> read(exchange, history::history, false);
                case TOPIC_EVENTS -> read(exchange, history::history, publishable);
                case TOPIC_CLOSE -> close(exchange);
                default -> exchange.refuse(Problem.notFound());
            }
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
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

    /** Ends the open streams; see {@link OpenStreams#end()}. */
    CompletableFuture<Void> endStreams() {
        return streams.end();
    }
}
