package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.shutdown.ShutdownListener;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Wires the HTTP face when the application starts. */
@Recorder
public class HttpRecorder {

    private static final Logger LOG = Logger.getLogger(HttpRecorder.class);

    /** How long a node that goes away waits for its streams to be handed to the network. */
    private static final long END_SECONDS = 2;

    private final RuntimeValue<JournalConfig> config;

    public HttpRecorder(RuntimeValue<JournalConfig> config) {
        this.config = config;
    }

    /** The routes; {@code compressing} tells whether the HTTP server compresses. */
    public RuntimeValue<JournalRoutes> routes(boolean compressing, ShutdownContext shutdown) {
        JournalRoutes routes = new JournalRoutes(config.getValue(), compressing, new LazyNode());
        // In dev mode the application goes away and the HTTP server stays.
        shutdown.addShutdownTask(() -> endStreams(routes));
        return new RuntimeValue<>(routes);
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

    /** The node, looked up when the first request comes. */
    private static final class LazyNode implements Supplier<JournalNode> {

        private volatile @Nullable JournalNode node;

        @Override
        public JournalNode get() {
            JournalNode known = node;
            if (known == null) {
                known = Arc.container().instance(JournalNode.class).get();
                node = known;
            }
            return known;
        }
    }
}
