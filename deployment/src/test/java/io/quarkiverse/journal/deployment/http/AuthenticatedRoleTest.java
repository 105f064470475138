package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class AuthenticatedRoleTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .overrideRuntimeConfigKey("quarkus.journal.http.read-roles", "**");

    @TestHTTPResource
    URI server;

    @Test
    void twoStarsStandForEverybodyWhoHasAuthenticated() {
        JournalClient client = new JournalClient(server);
        assertThat(client.get("journal/topics/t/events", as("nora")).statusCode()).isEqualTo(200);
        assertThat(client.get("journal/topics/t/events").statusCode()).isEqualTo(401);
        client.publish("t", "{\"payload\":1}");
    }
}
