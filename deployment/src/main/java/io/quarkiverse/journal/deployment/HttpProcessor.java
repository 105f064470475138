package io.quarkiverse.journal.deployment;

import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkiverse.journal.runtime.http.Endpoint;
import io.quarkiverse.journal.runtime.http.HttpFace;
import io.quarkiverse.journal.runtime.http.HttpRecorder;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;
import io.quarkus.vertx.http.runtime.VertxHttpBuildTimeConfig;

/** Puts the journal's routes in front of the application's. */
class HttpProcessor {

    private static final Map<String, Endpoint> ENDPOINTS = Map.of(
            "/topics", Endpoint.TOPICS,
            "/topics/:topic", Endpoint.TOPIC,
            "/topics/:topic/stream", Endpoint.STREAM,
            "/stream", Endpoint.STREAM,
            "/topics/:topic/events", Endpoint.TOPIC_EVENTS,
            "/topics/:topic/close", Endpoint.TOPIC_CLOSE,
            "/events", Endpoint.EVENTS);

    /**
     * After CORS, authentication and authorization (-300 to -100), and before Quarkus' own limit of the size of bodies (-2),
     * which
     * refuses without a word, and before compression (0), which would hold frames back.
     */
    private static final int ORDER = -20;
    private static final int ORDER_OF_ALL_ELSE = -10;

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void routes(HttpRecorder recorder, JournalsBuildItem journals, JournalBuildTimeConfig config, VertxHttpBuildTimeConfig http,
            HttpRootPathBuildItem root, Capabilities capabilities, JournalAuthorizerBuildItem authorizer,
            ShutdownContextBuildItem shutdown, BuildProducer<RouteBuildItem> routes,
            BuildProducer<ShutdownListenerBuildItem> listeners) {
        String base = base(config.http().path());
        RuntimeValue<HttpFace> face = recorder.face(List.copyOf(journals.datasources().keySet()), http.enableCompression(),
                capabilities.isPresent(Capability.SECURITY), authorizer.isPresent(), shutdown);
        routes.produce(root.routeBuilder()
                .orderedRoute(base + "/*", ORDER)
                .failureRoute()
                .handler(recorder.failureHandler(face))
                .build());
        for (String journal : journals.datasources().keySet()) {
            String below = path(config, journal);
            ENDPOINTS.forEach((path, endpoint) -> routes.produce(root.routeBuilder()
                    .orderedRoute(below + path, ORDER)
                    .handler(recorder.handler(face, journal, endpoint))
                    .build()));
        }
        routes.produce(root.routeBuilder()
                .orderedRoute(base + "/*", ORDER_OF_ALL_ELSE)
                .handler(recorder.handler(face, JournalNames.DEFAULT, Endpoint.NOTHING))
                .build());
        listeners.produce(new ShutdownListenerBuildItem(recorder.endOfStreams(face)));
    }

    /** The path of a journal, relative to the root path. */
    static String path(JournalBuildTimeConfig config, String journal) {
        String base = base(config.http().path());
        return JournalNames.isDefault(journal) ? base : base + "/@" + journal;
    }

    /** Relative, so that it is resolved below the root path. */
    private static String base(String path) {
        String base = path.replaceAll("^/+|/+$", "");
        if (base.isEmpty() || base.contains("*") || base.contains(":")) {
            throw new ConfigurationException("quarkus.journal.http.path is '" + path
                    + "'; it must be a path of its own, such as /journal, without '*' and ':'");
        }
        return base;
    }
}
