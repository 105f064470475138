package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** An application with a journal and an OpenAPI document, and how to get that. */
final class DescribedApplication {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private DescribedApplication() {
    }

    static QuarkusUnitTest create(Class<?>... classes) {
        return new QuarkusUnitTest()
                .withApplicationRoot(archive -> archive.addClasses(DescribedApplication.class).addClasses(classes))
                .setForcedDependencies(List.of(
                        Dependency.of("io.quarkus", "quarkus-smallrye-openapi", Version.getVersion())))
                .overrideConfigKey("quarkus.journal.schema",
                        "o" + Long.toString(System.currentTimeMillis(), 36) + "_" + SCHEMAS.incrementAndGet());
    }

    /** The document of a running application. */
    static JsonNode document(URI server, String path) {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(server.resolve(path + "?format=json")).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a reference leads to; a missing node when it leads nowhere. */
    static JsonNode resolve(JsonNode document, String reference) {
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : document.path(reference);
    }
}
