package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class LostClientTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.heartbeat", "50ms");

    @TestHTTPResource
    URI server;

    @Inject
    JournalNode node;

    @Test
    void quietStreamsBeat() {
        JournalClient client = new JournalClient(server);
        try (EventStream stream = client.stream("journal/topics/quiet/stream");
                EventStream lines = client.stream("journal/topics/quiet/stream", "Accept", JournalClient.NDJSON)) {
            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            // On a slow machine the first beats come before the sentinel.
            String frame = stream.frame();
            while (!frame.contains("caught-up")) {
                assertThat(frame).isEqualTo(": hb\n");
                frame = stream.frame();
            }
            String line = lines.line();
            while (!line.contains("caught-up")) {
                assertThat(line).isEmpty();
                line = lines.line();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(stream.frame()).isEqualTo(": hb\n");
                assertThat(lines.line()).isEmpty();
            }
        }
    }

    @Test
    void whoGoesAwayLeavesNothingBehindNotEvenALineInTheLog() {
        JournalClient client = new JournalClient(server);
        client.publish("left", ("{\"payload\":\"" + "x".repeat(10_000) + "\"}\n").repeat(500));
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawConnection connection = new RawConnection(server);
            connection.send("GET /journal/topics/" + (i % 2 == 0 ? "left" : "empty") + "/stream HTTP/1.1\r\nHost: x\r\n\r\n")
                    .readTo("retry: 1000\n\n");
            clients.add(connection);
        }
        assertThat(node.openReadings()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            if (i % 3 == 0) {
                clients.get(i).close();
            } else {
                clients.get(i).reset();
            }
        }
        await().untilAsserted(() -> assertThat(node.openReadings()).isZero());
    }
}
