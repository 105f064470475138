package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Topic;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;

class ShutdownTest {

    private static final ExternalPostgres POSTGRES = new ExternalPostgres();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = POSTGRES.around(new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Chatty.class, ExternalPostgres.class)))
            .setAfterUndeployListener(
                    () -> assertThat(POSTGRES.ask("SELECT count(*) || ' to ' || max(position) FROM journal.event"))
                            .isEqualTo("5001 to 5001"));

    @Inject
    Chatty chatty;

    @Test
    void whatIsPublishedFromTheStartToTheEndIsWritten() {
        assertThat(chatty.events.topic()).isEqualTo("chat");
    }

    @Singleton
    static class Chatty {

        @Inject
        @Topic("chat")
        EventPublisher events;

        void start(@Observes StartupEvent event) {
            events.publish("hello");
        }

        void stop(@Observes ShutdownEvent event) {
            for (int i = 0; i < 5_000; i++) {
                events.publish("bye " + i);
            }
        }
    }
}
