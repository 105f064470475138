package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class CompressionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.http.enable-compression", "true");

    @TestHTTPResource
    URI server;

    @Test
    void noFrameIsHeldBackByTheCompressor() {
        JournalClient client = new JournalClient(server);
        for (String accept : new String[] { "text/event-stream", JournalClient.NDJSON }) {
            try (EventStream stream = client.stream("journal/topics/t/stream?sentinel=false&since=latest", "Accept", accept,
                    "Accept-Encoding", "gzip, deflate")) {
                assertThat(stream.header("Content-Encoding")).isIn(null, "identity");
                client.publish("t", "{\"payload\":\"now\"}");
                String line = stream.line();
                while (!line.contains("\"now\"")) {
                    line = stream.line();
                }
            }
        }
    }
}
