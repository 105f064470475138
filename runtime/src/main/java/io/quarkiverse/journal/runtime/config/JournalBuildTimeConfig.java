package io.quarkiverse.journal.runtime.config;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The journal, as far as it is settled when the application is built. */
@ConfigMapping(prefix = "quarkus.journal")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface JournalBuildTimeConfig {

    /**
     * The HTTP face.
     */
    Http http();

    /**
     * Health checks.
     */
    Health health();

    /**
     * Metrics.
     */
    Metrics metrics();

    /** The HTTP face. */
    interface Http {

        /**
         * Where the endpoints are, below {@code quarkus.http.root-path}.
         */
        @WithDefault("/journal")
        String path();
    }

    /** Health checks. */
    interface Health {

        /**
         * Adds the journal to readiness and liveness, if the extension {@code quarkus-smallrye-health} is there.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** Metrics. */
    interface Metrics {

        /**
         * Registers the journal's meters, if Micrometer is there.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
