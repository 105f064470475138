package io.quarkiverse.journal.runtime.http;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.JournalQualifier;
import io.quarkiverse.journal.runtime.config.HttpConfig;
import io.quarkiverse.journal.runtime.config.JournalsConfig;
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

    private final RuntimeValue<JournalsConfig> journals;
    private final RuntimeValue<HttpConfig> http;
    private final RuntimeValue<VertxHttpConfig> server;

    public HttpRecorder(RuntimeValue<JournalsConfig> journals, RuntimeValue<HttpConfig> http,
            RuntimeValue<VertxHttpConfig> server) {
        this.journals = journals;
        this.http = http;
        this.server = server;
    }

    /**
     * The face.
     *
     * @param names the journals
     * @param compressing whether the HTTP server compresses
     * @param secured whether there is quarkus-security
     * @param authorized whether there is a {@link JournalAuthorizer}
     */
    public RuntimeValue<HttpFace> face(List<String> names, boolean compressing, boolean secured, boolean authorized,
            ShutdownContext shutdown) {
        SecurityChecks.require(journals.getValue(), names, secured);
        Supplier<AuthorizationController> controller = new Lazy<>(AuthorizationController.class);
        Guards guards = new Guards(() -> !secured || controller.get().isAuthorizationEnabled(),
                authorized ? new AuthorizerCall(new Lazy<>(JournalAuthorizer.class)) : null);
        HttpFace face = new HttpFace(journals.getValue(), http.getValue(), names, compressing,
                server.getValue().idleTimeout(), guards,
                journal -> new Lazy<>(JournalNode.class, JournalQualifier.of(journal)));
        // In dev mode the application goes away and the HTTP server stays.
        shutdown.addShutdownTask(() -> endStreams(face));
        return new RuntimeValue<>(face);
    }

    public Handler<RoutingContext> failureHandler(RuntimeValue<HttpFace> face) {
        return face.getValue().failureHandler();
    }

    public Handler<RoutingContext> handler(RuntimeValue<HttpFace> face, String journal, Endpoint endpoint) {
        return face.getValue().routes(journal).handler(endpoint);
    }

    /**
     * Ends the streams when the node stops taking requests, so that their clients go elsewhere and the shutdown does not wait
     * for
     * them. In the phase before that, the application still works as usual.
     */
    public ShutdownListener endOfStreams(RuntimeValue<HttpFace> face) {
        return new ShutdownListener() {
            @Override
            public void shutdown(ShutdownNotification notification) {
                endStreams(face.getValue());
                notification.done();
            }
        };
    }

    private static void endStreams(HttpFace face) {
        try {
            face.endStreams().get(END_SECONDS, TimeUnit.SECONDS);
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
        private final Annotation[] qualifiers;
        private volatile @Nullable T bean;

        Lazy(Class<T> type, Annotation... qualifiers) {
            this.type = type;
            this.qualifiers = qualifiers;
        }

        @Override
        public T get() {
            T known = bean;
            if (known == null) {
                known = Arc.container().instance(type, qualifiers).get();
                bean = known;
            }
            return known;
        }
    }
}
