package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.shutdown.ShutdownListener;
import io.quarkus.security.spi.runtime.AuthorizationController;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Wires the HTTP face when the application starts. */
@Recorder
public class HttpRecorder {

    private static final Logger LOG = Logger.getLogger(HttpRecorder.class);

    /** How long a node that goes away waits for its streams to be handed to the network. */
    private static final long END_SECONDS = 2;

    private final RuntimeValue<JournalConfig> config;
    private final RuntimeValue<VertxHttpConfig> server;

    public HttpRecorder(RuntimeValue<JournalConfig> config, RuntimeValue<VertxHttpConfig> server) {
        this.config = config;
        this.server = server;
    }

    /**
     * The routes.
     *
     * @param compressing whether the HTTP server compresses
     * @param secured whether there is quarkus-security
     * @param authorized whether there is a {@link JournalAuthorizer}
     */
    public RuntimeValue<JournalRoutes> routes(boolean compressing, boolean secured, boolean authorized,
            ShutdownContext shutdown) {
        SecurityChecks.require(config.getValue().http(), secured);
        JournalRoutes routes = new JournalRoutes(config.getValue(), compressing, new Lazy<>(JournalNode.class),
                access(config.getValue().http(), secured, authorized), server.getValue().idleTimeout());
        // In dev mode the application goes away and the HTTP server stays.
        shutdown.addShutdownTask(() -> endStreams(routes));
        return new RuntimeValue<>(routes);
    }

    private static AccessControl access(JournalConfig.Http http, boolean secured, boolean authorized) {
        Supplier<AuthorizationController> controller = new Lazy<>(AuthorizationController.class);
        return new AccessControl("default", new Roles(Set.copyOf(http.readRoles().orElse(List.of()))),
                new Roles(Set.copyOf(http.publishRoles().orElse(List.of()))),
                () -> !secured || controller.get().isAuthorizationEnabled(),
                authorized ? new AuthorizerCall(new Lazy<>(JournalAuthorizer.class)) : null, http.authorizeInterval());
    }

    public Handler<RoutingContext> failureHandler(RuntimeValue<JournalRoutes> routes) {
        return routes.getValue().failureHandler();
    }

    public Handler<RoutingContext> handler(RuntimeValue<JournalRoutes> routes, Endpoint endpoint) {
        return routes.getValue().handler(endpoint);
    }

    /**
     * Ends the streams when the node stops taking requests, so that their clients go elsewhere and the shutdown does not wait
     * for
     * them. In the phase before that, the application still works as usual.
     */
    public ShutdownListener endOfStreams(RuntimeValue<JournalRoutes> routes) {
        return new ShutdownListener() {
            @Override
            public void shutdown(ShutdownNotification notification) {
                endStreams(routes.getValue());
                notification.done();
            }
        };
    }

    private static void endStreams(JournalRoutes routes) {
        try {
            routes.endStreams().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("Some streams are cut off: their clients did not take the rest within %d s", END_SECONDS);
        } catch (ExecutionException e) {
            LOG.warn("Ending the open streams failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bean, looked up when the first request comes. */
    private static final class Lazy<T> implements Supplier<T> {

        private final Class<T> type;
        private volatile @Nullable T bean;

        Lazy(Class<T> type) {
            this.type = type;
        }

        @Override
        public T get() {
            T known = bean;
            if (known == null) {
                known = Arc.container().instance(type).get();
                bean = known;
            }
            return known;
        }
    }
}
