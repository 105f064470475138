package io.quarkiverse.journal.runtime.config;

import java.time.Duration;

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
     * The largest request to publish.
     */
    @WithDefault("16M")
    MemorySize maxRequestBytes();
}
