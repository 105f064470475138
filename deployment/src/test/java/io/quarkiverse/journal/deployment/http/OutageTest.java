package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(120)
class OutageTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .setLogRecordPredicate(record -> record.getLevel().getName().equals("ERROR"));

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    JournalNode node;

    @Test
    void refusesAtOnceAndGoesOnWhenTheDatabaseIsBack() throws SQLException {
        JournalClient client = new JournalClient(server);
        client.publish("t", "{\"payload\":\"before\"}");
        try (EventStream live = client.stream("journal/topics/t/stream?sentinel=false&since=latest", "Accept",
                JournalClient.NDJSON);
                Connection elsewhere = DriverManager.getConnection(url.replaceFirst("/[^/]+$", "/template1"), username,
                        password);
                Statement statement = elsewhere.createStatement()) {
            String database = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
            // Its reading has begun when it has a place, and it begins at the head.
            await().until(() -> node.openReadings() == 1);
            client.publish("t", "{\"payload\":\"seen\"}");
            assertThat(live.line()).contains("\"seen\"");
            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            try {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
                await().until(node::isDatabaseAway);

                requireUnavailable(client.post("journal/topics/t/events", JournalClient.JSON, "{\"payload\":\"refused\"}"));
                requireUnavailable(client.get("journal/topics/t/events"));
                requireUnavailable(client.get("journal/topics/t/events", "Accept", JournalClient.NDJSON));
                try (EventStream waiting = client.stream("journal/topics/t/stream")) {
                    assertThat(waiting.frame()).isEqualTo("retry: 1000\n");
                    statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
                    assertThat(waiting.frame()).contains("\"before\"");
                    assertThat(waiting.frame()).contains("\"seen\"");
                    assertThat(waiting.frame()).contains("event: caught-up");
                }
            } finally {
                statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> !node.isDatabaseAway());
            client.publish("t", "{\"payload\":\"after\"}");
            assertThat(live.line()).contains("\"after\"");
            assertThat(JournalClient.json(client.get("journal/topics/t/events")).get("events")).hasSize(3);
        }
    }

    private static void requireUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
}
