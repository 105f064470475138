package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

class OtherPathTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.http.root-path", "/app")
            .overrideConfigKey("quarkus.journal.http.path", "/the/log/");

    @TestHTTPResource
    URI server;

    @Test
    void everythingIsBelowTheRootPath() {
        JournalClient client = new JournalClient(server);
        assertThat(client.post("/app/the/log/topics/t/events", JournalClient.JSON, "[{\"payload\":1},{\"payload\":2}]")
                .statusCode())
                .isEqualTo(201);
        HttpResponse<String> page = client.get("/app/the/log/topics/t/events?limit=1");
        assertThat(page.headers().firstValue("Link").orElseThrow()).startsWith("</app/the/log/topics/t/events?limit=1&since=");
        assertThat(client.get("/app/the/log/events", "Accept", "application/cloudevents-batch+json").body())
                .contains("\"source\":\"/app/the/log/topics/t\"");
        try (EventStream lines = client.stream("/app/the/log/stream?live=false", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.rest()).hasSize(3);
        }
        assertThat(client.get("/app/the/log/x").headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(client.get("/app/journal/events").statusCode()).isEqualTo(404);
        assertThat(client.get("/the/log/events").statusCode()).isEqualTo(404);
    }
}
