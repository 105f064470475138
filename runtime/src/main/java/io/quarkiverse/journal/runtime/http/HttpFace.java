package io.quarkiverse.journal.runtime.http;

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

/** The HTTP face of a node: the routes of its journals, and the streams that are open on them. */
public final class HttpFace {

    private final OpenStreams streams;
    private final Map<String, JournalRoutes> routes = new HashMap<>();

    HttpFace(JournalsConfig journals, HttpConfig http, Iterable<String> names, boolean compressing,
            Function<String, Supplier<JournalNode>> nodes) {
        this.streams = new OpenStreams(http.maxStreams());
        names.forEach(name -> routes.put(name,
                new JournalRoutes(JournalSettings.of(journals, name).config(), Face.of(journals, name), http,
                        streams, compressing, nodes.apply(name))));
    }

    JournalRoutes routes(String journal) {
        return Objects.requireNonNull(routes.get(journal), journal);
    }

    /** Ends the open streams; see {@link OpenStreams#end()}. */
    CompletableFuture<Void> endStreams() {
        return streams.end();
    }
}
