package io.quarkiverse.journal.runtime.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.Face;
import io.quarkiverse.journal.runtime.config.HttpConfig;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.config.JournalsConfig;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The HTTP face of a node: the routes of its journals, the streams that are open on them, and what they share. */
public final class HttpFace {

    private final OpenStreams streams;
    private final Map<String, JournalRoutes> routes = new HashMap<>();

    HttpFace(JournalsConfig journals, HttpConfig http, Iterable<String> names, boolean compressing, Duration idleTimeout,
            Guards guards, Function<String, Supplier<JournalNode>> nodes) {
        this.streams = new OpenStreams(http.maxStreams(), http.maxStreamsPerIdentity().orElse(CallerPlaces.UNLIMITED));
        StreamSettings settings = StreamSettings.of(http.heartbeat(), idleTimeout, compressing);
        BodyLimits limits = BodyLimits.of(http);
        names.forEach(name -> {
            Face face = Face.of(journals, name);
            routes.put(name, new JournalRoutes(JournalSettings.of(journals, name).config(), face,
                    guards.of(name, face, http.authorizeInterval()), streams, settings, limits, nodes.apply(name)));
        });
    }

    JournalRoutes routes(String journal) {
        return Objects.requireNonNull(routes.get(journal), journal);
    }

    /** Answers what fails before it comes to the routes: requests that are not authenticated, above all. */
    Handler<RoutingContext> failureHandler() {
        boolean open = routes.values().stream().anyMatch(JournalRoutes::isReadable);
        return routing -> {
            if (open) {
                Challenge.answerFailure(routing);
            } else {
                routing.next();
            }
        };
    }

    /** Ends the open streams; see {@link OpenStreams#end()}. */
    CompletableFuture<Void> endStreams() {
        return streams.end();
    }
}
