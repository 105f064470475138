package io.quarkiverse.journal.deployment.devservices;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.logging.Level;

import org.junit.jupiter.api.condition.DisabledIf;

import io.quarkus.deployment.IsDockerWorking;

/** A test of what happens where no container runtime is. Where one is, the datasource's own Dev Service takes over. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIf(value = "io.quarkiverse.journal.deployment.devservices.WithoutContainerRuntime$Machine#hasContainers", disabledReason = "a container runtime is there")
public @interface WithoutContainerRuntime {

    final class Machine {

        private Machine() {
        }

        static boolean hasContainers() {
            try (QuietLog quiet = QuietLog.of("org.testcontainers", Level.OFF)) {
                return new IsDockerWorking(true).getAsBoolean();
            }
        }
    }
}
