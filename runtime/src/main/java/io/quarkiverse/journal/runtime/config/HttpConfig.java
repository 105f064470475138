package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The HTTP face of a node, for all its journals. */
@ConfigMapping(prefix = "quarkus.journal.http")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface HttpConfig {

    /**
     * After how long without a frame a stream gets a heartbeat. Too long: proxies cut idle streams, and connections that are
     * gone are noticed late.
     */
    @WithDefault("15S")
    Duration heartbeat();

    /**
     * How many streams a node serves at the same time; further ones get {@code 503}.
     */
    @WithDefault("10000")
    int maxStreams();

    /**
     * How many streams one caller may have open on a node at the same time; further ones get {@code 429}. A caller is an
     * identity, or the remote address of who has not authenticated: behind a proxy that is the proxy's, unless
     * {@code quarkus.http.proxy.proxy-address-forwarding} tells the caller's. Without it there is no such limit.
     */
    OptionalInt maxStreamsPerIdentity();

    /**
     * How often the {@code JournalAuthorizer} is asked again whether the reader of an open stream may still read. Too
     * short: it is asked all the time, once for each stream. Too long: who may no longer read goes on reading.
     */
    @WithDefault("60S")
    Duration authorizeInterval();

    /**
     * How long a client may take to send the body of a request, before it gets {@code 408} and its connection is closed;
     * and how long a large one waits for memory, see {@code request-memory}. Too short: large requests over slow lines
     * fail.
     */
    @WithDefault("30S")
    Duration bodyTimeout();

    /**
     * How much memory the bodies of requests may take on this node at the same time, with the events that are in them and
     * are not stored yet; at least {@code max-request-bytes}. A request of more than 64 KiB waits for its share, twice its
     * size, before its body is read, and gives it back when its events are stored or refused; one that needs more than there
     * is at all goes alone. An eighth of the heap by default, or {@code max-request-bytes} if that is more. Too low: large
     * requests are taken one after the other. Too high: many of them at once exhaust the heap.
     */
    Optional<MemorySize> requestMemory();

    /**
     * The largest request to publish.
     */
    @WithDefault("16M")
    MemorySize maxRequestBytes();
}
