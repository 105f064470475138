package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The server reads what the document promises: a value that is none shows it. */
class DescribedParametersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = DescribedApplication.create()
            .overrideConfigKey("quarkus.journal.http.enabled", "true")
            .overrideConfigKey("quarkus.journal.http.publish-enabled", "true");

    @TestHTTPResource
    URI server;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatIsThereOnceIsRefusedTwice() {
        for (String path : new String[] { "/journal/topics", "/journal/topics/{topic}/events", "/journal/events",
                "/journal/topics/{topic}/stream", "/journal/stream" }) {
            for (JsonNode parameter : parameters(path, "get", "query")) {
                String name = parameter.get("name").asText();
                boolean repeatable = parameter.at("/schema/type").asText().equals("array");
                String value = parameter.at("/schema/type").asText().equals("boolean") ? "false" : "1";
                String query = "?" + name + "=" + value + "&" + name + "=" + value
                        + (path.endsWith("stream") && !name.equals("live") ? "&live=false" : "");
                assertThat(status(request(path.replace("{topic}", "t") + query))).as(path + query)
                        .isEqualTo(repeatable ? 200 : 400);
            }
        }
    }

    @Test
    void headersAreRead() {
        for (String path : new String[] { "/journal/topics/{topic}/stream", "/journal/stream" }) {
            assertThat(parameters(path, "get", "header")).extracting(header -> header.get("name").asText())
                    .containsExactly("Last-Event-ID");
            assertThat(status(request(path.replace("{topic}", "t")).header("Last-Event-ID", "nowhere"))).isEqualTo(400);
        }
        List<String> ofPublishing = parameters("/journal/topics/{topic}/events", "post", "header").stream()
                .map(header -> header.get("name").asText()).filter(name -> !name.startsWith("ce-")).toList();
        assertThat(ofPublishing).containsExactly("Idempotency-Key", "Journal-Expected-Position");
        for (String name : ofPublishing) {
            assertThat(status(request("/journal/topics/t/events").header("Content-Type", "application/json")
                    .header(name, "a b").POST(BodyPublishers.ofString("{\"payload\":1}")))).as(name).isEqualTo(400);
        }
    }

    private List<JsonNode> parameters(String path, String method, String in) {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        List<JsonNode> parameters = new ArrayList<>();
        for (JsonNode parameter : document.get("paths").get(path).get(method).get("parameters")) {
            JsonNode resolved = DescribedApplication.resolve(document, parameter.get("$ref").asText());
            if (resolved.get("in").asText().equals(in)) {
                parameters.add(resolved);
            }
        }
        assertThat(parameters).isNotEmpty();
        return parameters;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private int status(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
