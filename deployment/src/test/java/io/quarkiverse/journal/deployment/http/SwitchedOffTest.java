package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.closed();

    @TestHTTPResource
    URI server;

    @Test
    void nothingIsThereUnlessItIsSwitchedOn() {
        JournalClient client = new JournalClient(server);
        HttpResponse<String> elsewhere = client.get("nowhere");
        for (String path : new String[] { "journal", "journal/events", "journal/topics/t/stream", "journal/stream?since=x" }) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).isEqualTo(elsewhere.headers().firstValue("Content-Type"));
        }
        assertThat(client.post("journal/topics/t/events", JournalClient.JSON, "{\"payload\":1}").statusCode()).isEqualTo(404);
    }
}
