package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static io.quarkiverse.journal.deployment.http.SecuredApplication.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What roles do, however the application authenticates. */
@Timeout(60)
abstract class RolesContract {

    private static final String EVENT = "{\"payload\":1}";

    @TestHTTPResource
    URI server;

    static QuarkusUnitTest application() {
        return SecuredApplication.open()
                .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                        EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class,
                        RolesContract.class))
                .overrideRuntimeConfigKey("quarkus.journal.http.read-roles", "reader,auditor")
                .overrideRuntimeConfigKey("quarkus.journal.http.publish-roles", "publisher");
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        JournalClient client = new JournalClient(server);
        var request = client.request(path).header("Content-Type", JournalClient.JSON).POST(BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> get(String path, String... headers) {
        return new JournalClient(server).get(path, headers);
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.request() + " " + response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JournalClient.json(response).get("status").intValue()).isEqualTo(status);
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void eachMayDoWhatTheirRolesAllow() {
        assertThat(post("journal/topics/allowed/events", EVENT, as("paul")).statusCode()).isEqualTo(201);
        assertThat(get("journal/topics/allowed/events", as("rita")).body()).contains("\"payload\":1");
        assertThat(get("journal/stream?live=false", as("rita")).body()).contains("event: caught-up");

        assertProblem(get("journal/topics/allowed/events", as("paul")), 403);
        assertProblem(get("journal/stream", as("paul")), 403);
        assertProblem(post("journal/topics/allowed/events", EVENT, as("rita")), 403);
        assertProblem(post("journal/topics/allowed/close", "", as("rita")), 403);
        assertProblem(post("journal/topics/allowed/events", EVENT, as("nora")), 403);
        assertThat(post("journal/topics/allowed/close", "", as("paul")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoHasNotAuthenticatedIsAskedTo() {
        HttpResponse<String> refused = get("journal/topics/t/events");

        assertProblem(refused, 401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWithIgnoringCase("basic");
        assertProblem(get("journal/topics/t/stream"), 401);
        assertProblem(post("journal/topics/t/events", EVENT), 401);
        assertProblem(post("journal/topics/t/close", ""), 401);
    }

    @Test
    void aWrongPasswordIsNoIdentity() {
        assertProblem(get("journal/topics/t/events", withPassword("rita", "guessed")), 401);
        assertProblem(post("journal/topics/t/events", EVENT, withPassword("paul", "guessed")), 401);
    }

    @Test
    void nothingIsToldBeforeItIsKnownWhoAsks() {
        for (String path : List.of("journal/no/such/thing", "journal/topics/-malformed-/stream",
                "journal/topics/t/stream?since=never", "journal/events?limit=0", "journal/stream?live=perhaps",
                "journal/stream?topic=%ff")) {
            assertProblem(get(path), 401);
            assertProblem(get(path, as("nora")), 403);
        }
        for (String body : List.of("{", "[]", "{\"payload\":1,\"kind\":\"end\"}", "x".repeat(2_000_000))) {
            assertProblem(post("journal/topics/t/events", body), 401);
            assertProblem(post("journal/topics/-malformed-/events", body, as("nora")), 403);
        }
        assertProblem(get("journal/no/such/thing", as("rita")), 404);
        assertProblem(get("journal/topics/t/stream?since=never", as("rita")), 400);
        assertProblem(post("journal/topics/t/events", "{", as("paul")), 400);
    }

    @Test
    void aLargeBodyWaitsUntilItIsKnownWhoSendsIt() {
        String body = "[" + ("{\"payload\":\"" + "x".repeat(50_000) + "\"},").repeat(39) + EVENT + "]";

        assertThat(post("journal/topics/large/events", body, as("paul")).statusCode()).isEqualTo(201);
    }
}
