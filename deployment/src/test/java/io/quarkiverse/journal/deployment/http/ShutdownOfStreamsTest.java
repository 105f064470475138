package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class ShutdownOfStreamsTest {

    private static final String OPEN = "journal.test.open-streams";

    // That the shutdown waits in vain for a stream would be said in the log, which JournalApplication looks at.
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.shutdown.timeout", "10s")
            .overrideConfigKey("quarkus.journal.http.heartbeat", "1100MS")
            .overrideConfigKey("quarkus.journal.\"audit\".retention.max-age", "10D")
            .setAfterUndeployListener(ShutdownOfStreamsTest::requireProperEnds);

    @TestHTTPResource
    URI server;

    @Test
    void streamsEndAfterAWholeFrame() {
        JournalClient client = new JournalClient(server);
        RawConnection live = open("journal/topics/t/stream", "text/event-stream");
        RawConnection lines = open("journal/topics/t/stream", "application/x-ndjson");
        RawConnection audit = open("journal/@audit/stream", "text/event-stream");
        RawConnection filtered = open("journal/topics/t/stream?kind=rare", "text/event-stream");
        for (RawConnection each : List.of(live, lines, audit, filtered)) {
            each.readTo("caught-up");
        }
        client.publish("t", "{\"payload\":1}");
        client.post("journal/@audit/topics/t/events", JournalClient.JSON, "{\"payload\":2}");
        live.readTo("\"payload\":1}");
        lines.readTo("\"payload\":1}");
        audit.readTo("\"payload\":2}");
        filtered.readTo("event: cursor");
        // The rest is read when the application has ended, by this class as another class loader has it.
        System.getProperties().put(OPEN,
                List.of(live.socket(), lines.socket(), audit.socket(), filtered.socket()));
    }

    private RawConnection open(String path, String accept) {
        return new RawConnection(server)
                .send("GET /" + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");
    }

    private static void requireProperEnds() {
        for (Object open : (List<?>) System.getProperties().remove(OPEN)) {
            try (Socket socket = (Socket) open) {
                String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(rest).endsWith("0\r\n\r\n").doesNotContain("event: end", "event: error", "\"control\":\"end\"",
                        "\"control\":\"error\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
