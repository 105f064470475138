package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

class ReadOnlyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.closed()
            .overrideConfigKey("quarkus.journal.http.enabled", "true");

    @TestHTTPResource
    URI server;

    @Test
    void publishingIsASecondSwitch() {
        JournalClient client = new JournalClient(server);
        HttpResponse<String> refused = client.post("journal/topics/t/events", JournalClient.JSON, "{\"payload\":1}");

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("GET");
        assertThat(JournalClient.json(client.get("journal/topics/t/events")).get("events")).isEmpty();
    }
}
