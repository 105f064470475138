package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The place of a reader moves on with what it does not want. */
@Timeout(60)
class CursorFrameTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.http.heartbeat", "1100MS");

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    @Test
    void takesTheHeartbeatsPlaceWhenTheJournalHasMovedOn() {
        client.publish("quiet", "{\"payload\":1}");
        String cursor;
        try (EventStream stream = client.stream("journal/topics/quiet/stream")) {
            assertThat(stream.frame()).isEqualTo("retry: 1000\n");
            assertThat(stream.frame()).contains("\"payload\":1}");
            assertThat(stream.frame()).contains("event: caught-up\n");
            assertThat(stream.frame()).as("nothing to tell").isEqualTo(": hb\n");

            JsonNode elsewhere = client.publish("busy", "[{\"payload\":1},{\"payload\":2}]");
            cursor = elsewhere.get("cursor").textValue();
            String frame = stream.frame();
            assertThat(frame.equals(": hb\n") ? stream.frame() : frame)
                    .isEqualTo("id: " + cursor + "\nevent: cursor\ndata: {}\n");
            assertThat(stream.frame()).as("told already").isEqualTo(": hb\n");
        }
        client.publish("quiet", "{\"payload\":2}");
        try (EventStream resumed = client.stream("journal/topics/quiet/stream?live=false", "Last-Event-ID", cursor)) {
            assertThat(resumed.frame()).isEqualTo("retry: 1000\n");
            assertThat(resumed.frame()).as("no gap, and nothing twice").contains("\"payload\":2}");
            assertThat(resumed.frame()).contains("event: caught-up\n");
        }
    }

    @Test
    void comesOnceASecondAtMostWhateverIsSkipped() {
        long begun = System.nanoTime();
        try (EventStream lines = client.stream("journal/topics/noisy/stream?kind=rare", "Accept", JournalClient.NDJSON)) {
            assertThat(lines.line()).startsWith("{\"control\":\"caught-up\"");
            List<String> skipped = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                skipped.add(client.publish("noisy", "{\"payload\":1}").get("cursor").textValue());
            }
            JsonNode rare = client.publish("noisy", "{\"payload\":2,\"kind\":\"rare\"}");
            List<String> controls = new ArrayList<>();
            String line = lines.line();
            for (; line.isEmpty() || line.startsWith("{\"control\""); line = lines.line()) {
                if (!line.isEmpty()) {
                    controls.add(line);
                }
            }
            assertThat(JournalClient.json(line).get("position")).isEqualTo(rare.get("last"));
            // By the client's clock, which began before the server's and ends after it.
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            assertThat((long) controls.size()).isLessThanOrEqualTo(seconds);
            assertThat(controls).allSatisfy(control -> assertThat(JournalClient.json(control).get("control").textValue())
                    .isEqualTo("cursor"))
                    .allSatisfy(control -> assertThat(skipped).contains(JournalClient.json(control).get("cursor").textValue()));
        }
    }
}
