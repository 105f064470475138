package io.quarkiverse.journal.deployment.channels;

import static io.quarkiverse.journal.deployment.channels.Channels.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** A channel that has stopped is not live, and says why. */
class ChannelHealthTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Channels.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-messaging", Version.getVersion()),
                    Dependency.of("io.quarkus", "quarkus-smallrye-health", Version.getVersion())))
            .overrideConfigKey("quarkus.application.name", "shop")
            .overrideConfigKey("mp.messaging.incoming.fragile.connector", "quarkus-journal");

    @ApplicationScoped
    static class Fragile {

        @Incoming("fragile")
        void take(int number) {
            throw new IllegalStateException("breaks at " + number);
        }
    }

    @Inject
    Journal journal;

    private static int status(String check) {
        return RestAssured.get("/q/health/" + check).statusCode();
    }

    @Test
    void aChannelThatHasStoppedIsNotLive() {
        await().atMost(SOON).until(() -> status("ready") == 200);
        assertThat(status("live")).isEqualTo(200);
        journal.append("fragile", 7).await().atMost(SOON);
        await().atMost(SOON).until(() -> status("live") == 503);
        assertThat(RestAssured.get("/q/health/live").asString()).contains("fragile").contains("breaks at 7");
    }
}
