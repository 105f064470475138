package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.vertx.http.deployment.RequireBodyHandlerBuildItem;

/** Some extensions have every body read before any route. */
@Timeout(60)
class BodyReadElsewhereTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .addBuildChainCustomizer(chain -> chain
                    .addBuildStep(context -> context.produce(new RequireBodyHandlerBuildItem()))
                    .produces(RequireBodyHandlerBuildItem.class)
                    .build());

    @TestHTTPResource
    URI server;

    @Test
    void publishesWhatHasBeenReadAlready() {
        JournalClient client = new JournalClient(server);
        client.publish("t", "[{\"payload\":1},{\"payload\":\"" + "x".repeat(20_000) + "\"}]");

        assertThat(JournalClient.json(client.get("journal/topics/t/events")).get("events")).hasSize(2);
        assertThat(client.post("journal/topics/t/events", JournalClient.JSON, "").statusCode()).isEqualTo(400);
    }
}
