package io.quarkiverse.journal.runtime.http;

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

    private final RuntimeValue<JournalsConfig> journals;
    private final RuntimeValue<HttpConfig> http;

    public HttpRecorder(RuntimeValue<JournalsConfig> journals, RuntimeValue<HttpConfig> http) {
        this.journals = journals;
        this.http = http;
    }

    /**
     * The face.
     *
     * @param names the journals
     * @param compressing whether the HTTP server compresses
     */
    public RuntimeValue<HttpFace> face(List<String> names, boolean compressing, ShutdownContext shutdown) {
        HttpFace face = new HttpFace(journals.getValue(), http.getValue(), names, compressing, LazyNode::new);
        // In dev mode the application goes away and the HTTP server stays.
        shutdown.addShutdownTask(() -> endStreams(face));
        return new RuntimeValue<>(face);
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

    /** The node, looked up when the first request comes. */
    private static final class LazyNode implements Supplier<JournalNode> {

        private final String journal;
        private volatile @Nullable JournalNode node;

        LazyNode(String journal) {
            this.journal = journal;
        }

        @Override
        public JournalNode get() {
            JournalNode known = node;
            if (known == null) {
                known = Arc.container().instance(JournalNode.class, JournalQualifier.of(journal)).get();
                node = known;
            }
            return known;
        }
    }
}
