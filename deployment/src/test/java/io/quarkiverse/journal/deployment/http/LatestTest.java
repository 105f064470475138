package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class LatestTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open();

    @TestHTTPResource
    URI server;

    @Test
    void whoSeesTheStreamOpenMissesNothingFromThenOn() {
        JournalClient client = new JournalClient(server);
        for (int i = 0; i < 200; i++) {
            try (EventStream stream = client.stream("journal/topics/t/stream?since=latest", "Accept", JournalClient.NDJSON)) {
                client.publish("t", "{\"payload\":" + i + "}");
                String first = stream.line();
                String event = first.contains("caught-up") ? stream.line() : first;
                assertThat(event).contains("\"payload\":" + i + "}");
            }
        }
    }
}
