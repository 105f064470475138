package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class ShutdownOfStreamsTest {

    private static final String OPEN = "journal.test.open-stream";

    // That the shutdown waits in vain for the stream would be said in the log, which JournalApplication looks at.
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.shutdown.timeout", "10s")
            .setAfterUndeployListener(ShutdownOfStreamsTest::requireProperEnd);

    @TestHTTPResource
    URI server;

    @Test
    void streamsEndAfterAWholeFrame() {
        RawConnection connection = new RawConnection(server);
        connection.send("GET /journal/topics/t/stream HTTP/1.1\r\nHost: x\r\n\r\n").readTo("event: caught-up\n");
        new JournalClient(server).publish("t", "{\"payload\":1}");
        connection.readTo("\"payload\":1}");
        // The rest is read when the application has ended, by this class as another class loader has it.
        System.getProperties().put(OPEN, connection.socket());
    }

    private static void requireProperEnd() {
        try (Socket socket = (Socket) System.getProperties().remove(OPEN)) {
            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).endsWith("0\r\n\r\n").doesNotContain("event: end").doesNotContain("event: error");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
