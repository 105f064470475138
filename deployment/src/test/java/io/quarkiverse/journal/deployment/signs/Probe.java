package io.quarkiverse.journal.deployment.signs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Asks for one of the application's health checks, as an orchestrator does. */
record Probe(URI server, String kind, String check) {

    int status() {
        return response().statusCode();
    }

    /** What the check tells beside its status; {@code null} when there is no such check. */
    JsonNode data() {
        try {
            for (JsonNode found : new ObjectMapper().readTree(response().body()).get("checks")) {
                if (found.get("name").asText().equals(check)) {
                    return found.get("data");
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> response() {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(server.resolve("/q/health/" + kind)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
