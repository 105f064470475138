package io.quarkiverse.journal.deployment;

import java.util.Optional;

import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/**
 * Health checks and meters, where the application has what they need. Their classes are named and not referred to: without
 * that, they cannot be loaded.
 */
final class SignsOfLifeProcessor {

    private static final String RUNTIME = "io.quarkiverse.journal.runtime.";

    @BuildStep
    void health(Capabilities capabilities, JournalBuildTimeConfig config, BuildProducer<HealthBuildItem> checks) {
        if (capabilities.isPresent(Capability.SMALLRYE_HEALTH)) {
            boolean enabled = config.health().enabled();
            checks.produce(new HealthBuildItem(RUNTIME + "health.JournalReadiness", enabled));
            checks.produce(new HealthBuildItem(RUNTIME + "health.JournalLiveness", enabled));
        }
    }

    @BuildStep
    void metrics(Optional<MetricsCapabilityBuildItem> metrics, JournalBuildTimeConfig config,
            BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.metrics().enabled() && metrics.isPresent()
                && metrics.get().metricsSupported(MetricsFactory.MICROMETER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(RUNTIME + "micrometer.MeteredJournals"));
        }
    }
}
