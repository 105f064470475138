package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Pages of another origin, as Quarkus' own configuration has it; with roles, which preflights know nothing of. */
@Timeout(60)
class CorsTest {

    private static final String FRIEND = "http://friend.example";
    private static final String STRANGER = "http://stranger.example";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .overrideConfigKey("quarkus.journal.http.read-roles", "reader")
            .overrideConfigKey("quarkus.journal.http.publish-roles", "publisher")
            .overrideConfigKey("quarkus.http.cors.enabled", "true")
            .overrideConfigKey("quarkus.http.cors.origins", FRIEND)
            .overrideConfigKey("quarkus.http.cors.methods", "GET,POST")
            .overrideConfigKey("quarkus.http.cors.headers", "authorization,content-type,idempotency-key,last-event-id");

    @TestHTTPResource
    URI server;

    private String exchange(String request, String... headers) {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(request + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n");
            return connection.readAll().toLowerCase();
        }
    }

    @Test
    void aPreflightIsAnsweredBeforeAnybodyHasToAuthenticate() {
        String answer = exchange("OPTIONS /journal/topics/t/events", "Origin: " + FRIEND,
                "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type,idempotency-key");
        assertThat(answer).startsWith("http/1.1 200").contains("access-control-allow-origin: " + FRIEND)
                .contains("access-control-allow-methods: ").contains("idempotency-key").doesNotContain("www-authenticate");

        assertThat(exchange("OPTIONS /journal/topics/t/events", "Origin: " + STRANGER,
                "Access-Control-Request-Method: POST")).doesNotContain("access-control-allow-origin: " + STRANGER);
    }

    @Test
    void anAllowedOriginSeesStreamsHistoriesAndRefusals() {
        String rita = String.join(": ", as("rita"));
        assertThat(exchange("GET /journal/topics/t/stream?live=false", "Origin: " + FRIEND, rita)).startsWith("http/1.1 200")
                .contains("access-control-allow-origin: " + FRIEND).contains("event: caught-up");
        assertThat(exchange("GET /journal/topics/t/events", "Origin: " + FRIEND, rita)).startsWith("http/1.1 200")
                .contains("access-control-allow-origin: " + FRIEND);
        assertThat(exchange("GET /journal/topics/t/events", "Origin: " + FRIEND)).startsWith("http/1.1 401")
                .contains("access-control-allow-origin: " + FRIEND).contains("application/problem+json");
        assertThat(exchange("POST /journal/topics/t/events", "Origin: " + FRIEND, String.join(": ", as("paul")),
                "Content-Type: application/json", "Content-Length: 13", "", "{\"payload\":1}"))
                .startsWith("http/1.1 201").contains("access-control-allow-origin: " + FRIEND);
    }

    @Test
    void anotherOriginSeesNothing() {
        String answer = exchange("GET /journal/topics/t/events", "Origin: " + STRANGER, String.join(": ", as("rita")));
        assertThat(answer).startsWith("http/1.1 403").doesNotContain("access-control-allow-origin")
                .doesNotContain("\"events\"");
    }
}
