package io.quarkiverse.journal.deployment.channels;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.connector.InboundConnector;

/** Reactive messaging is there for the sake of another connector. */
class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Channels.application()
            .overrideConfigKey("quarkus.journal.channels.enabled", "false");

    @Inject
    Journal journal;

    @Inject
    @Any
    Instance<InboundConnector> connectors;

    @Inject
    @Any
    Instance<JournalFailureHandler.Factory> strategies;

    @Test
    void thereIsNoConnector() {
        assertThat(connectors.stream().map(Object::getClass)).isEmpty();
        assertThat(strategies.isUnsatisfied()).isTrue();
        assertThat(journal.append("orders", 1).await().atMost(Channels.SOON).count()).isEqualTo(1);
    }
}
