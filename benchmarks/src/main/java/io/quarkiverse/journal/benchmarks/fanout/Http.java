package io.quarkiverse.journal.benchmarks.fanout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** The client that tells servers what to send. */
final class Http {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sends a body, and insists that it is taken. */
    CompletableFuture<?> post(URI address, String mediaType, String body) {
        return client.sendAsync(HttpRequest.newBuilder(address).header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).thenApply(Http::require);
    }

    String get(URI address, String mediaType) throws IOException, InterruptedException {
        return require(client.send(HttpRequest.newBuilder(address).header("Accept", mediaType).build(),
                BodyHandlers.ofString()));
    }

    private static String require(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException("The answer was " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
