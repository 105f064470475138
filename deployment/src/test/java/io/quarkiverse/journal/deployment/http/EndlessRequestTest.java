package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Requests that never end are cut, and streams that only have heartbeats are not. */
@Timeout(60)
class EndlessRequestTest {

    private static final String POST = "POST /journal/topics/t/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.body-timeout", "500MS")
            .overrideConfigKey("quarkus.http.idle-timeout", "1S");

    @TestHTTPResource
    URI server;

    @Test
    void aBodyThatDoesNotComeIsATimeout() {
        for (String body : new String[] { "Content-Length: 13\r\n\r\n{\"pay", "Content-Length: 100000\r\n\r\n{\"pay",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"pay\r\n" }) {
            try (RawConnection connection = new RawConnection(server)) {
                assertThat(connection.send(POST + body).readAll()).startsWith("HTTP/1.1 408 ")
                        .containsIgnoringCase("connection: close").contains("application/problem+json")
                        .contains("quarkus.journal.http.body-timeout");
            }
        }
    }

    @Test
    void aBodyThatDripsIsATimeout() {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(POST + "Content-Length: 100000\r\n\r\n");
            ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
            try {
                // Ends by itself when the server has closed the connection.
                drip.scheduleWithFixedDelay(() -> connection.send(" "), 0, 50, TimeUnit.MILLISECONDS);
                assertThat(connection.readTo("}")).startsWith("HTTP/1.1 408 ");
            } finally {
                drip.shutdownNow();
            }
        }
    }

    @Test
    void headersThatDoNotComeAreCutByTheServersIdleTimeout() {
        try (RawConnection connection = new RawConnection(server)) {
            assertThat(connection.send("GET /journal/topics/t/stream HTTP/1.1\r\nHost: x\r\nX-Endless: a").readAll()).isEmpty();
        }
    }

    @Test
    void aStreamThatOnlyHasHeartbeatsIsNotIdle() {
        try (EventStream stream = new JournalClient(server).stream("journal/topics/quiet/stream")) {
            assertThat(stream.frame()).startsWith("retry:");
            assertThat(stream.frame()).contains("event: caught-up");
            for (int i = 0; i < 6; i++) {
                assertThat(stream.frame()).isEqualTo(": hb\n");
            }
        }
    }
}
