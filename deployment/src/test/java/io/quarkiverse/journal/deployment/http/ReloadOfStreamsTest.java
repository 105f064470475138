package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.deployment.devservices.WithoutContainerRuntime;
import io.quarkus.test.QuarkusDevModeTest;

/** A reload in dev mode ends the streams properly, of all journals, and their readers go on behind their last frames. */
@WithoutContainerRuntime
@Timeout(120)
class ReloadOfStreamsTest {

    private static final URI SERVER = freeAddress();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest().withApplicationRoot(
            archive -> archive.addAsResource(new StringAsset("""
                    quarkus.http.port=%d
                    quarkus.journal.http.enabled=true
                    quarkus.journal.http.publish-enabled=true
                    quarkus.journal.http.heartbeat=1100MS
                    quarkus.journal."audit".schema=audit
                    """.formatted(SERVER.getPort())), "application.properties"));

    @Test
    void readersComeBackBehindTheirLastFrame() {
        JournalClient client = new JournalClient(SERVER);
        publish(client, "journal", "{\"payload\":\"before\"}");
        publish(client, "journal/@audit", "{\"payload\":\"before\"}");
        try (RawConnection events = open("journal/topics/t/stream", "");
                RawConnection audit = open("journal/@audit/topics/t/stream?kind=rare", "")) {
            String event = lastId(events.readTo("event: caught-up\n"));
            audit.readTo("event: caught-up\n");
            publish(client, "journal/@audit", "{\"payload\":\"skipped\"}");
            String cursor = lastId(audit.readTo("event: cursor\n"));

            APPLICATION.modifyResourceFile("application.properties", properties -> properties.replace("1100MS", "1200MS"));
            publish(client, "journal", "{\"payload\":\"after\"}");
            publish(client, "journal/@audit", "{\"payload\":\"after\",\"kind\":\"rare\"}");

            requireProperEnd(events);
            requireProperEnd(audit);
            try (RawConnection again = open("journal/topics/t/stream", event)) {
                assertThat(again.readTo("event: caught-up\n")).contains("\"after\"").doesNotContain("\"before\"", "gap");
            }
            try (RawConnection again = open("journal/@audit/topics/t/stream?kind=rare", cursor)) {
                assertThat(again.readTo("event: caught-up\n")).contains("\"after\"").doesNotContain("gap");
            }
        }
    }

    private static void publish(JournalClient client, String journal, String event) {
        assertThat(client.post(journal + "/topics/t/events", JournalClient.JSON, event).statusCode()).isEqualTo(201);
    }

    private static RawConnection open(String path, String lastId) {
        return new RawConnection(SERVER)
                .send("GET /" + path + " HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + lastId + "\r\n\r\n");
    }

    /** The id of the last frame that has one. */
    private static String lastId(String frames) {
        Matcher ids = Pattern.compile("(?m)^id: (.+)$").matcher(frames);
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }
        return last;
    }

    private static void requireProperEnd(RawConnection connection) {
        assertThat(connection.readTo("\n0\r\n\r\n")).doesNotContain("event: end", "event: error");
    }

    private static URI freeAddress() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
