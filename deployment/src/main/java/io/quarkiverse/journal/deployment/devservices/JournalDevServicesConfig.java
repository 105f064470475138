package io.quarkiverse.journal.deployment.devservices;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The journal's Dev Service. */
@ConfigMapping(prefix = "quarkus.journal.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface JournalDevServicesConfig {

    /**
     * Whether dev mode and tests start a PostgreSQL of their own when the default datasource has no URL and no container
     * runtime is there. With a container runtime the Dev Service of the datasource serves, whatever this says.
     */
    @WithDefault("true")
    boolean enabled();
}
