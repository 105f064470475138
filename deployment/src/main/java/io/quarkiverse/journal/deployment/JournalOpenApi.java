package io.quarkiverse.journal.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import org.eclipse.microprofile.openapi.models.OpenAPI;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;

/** The OpenAPI document of one journal, with paths that are relative to the journal's. */
final class JournalOpenApi {

    private static final String RESOURCE = "journal-openapi.yaml";

    private JournalOpenApi() {
    }

    /** Reads it anew. Nothing of the application's configuration counts here. */
    static OpenAPI read() {
        try (InputStream resource = Objects.requireNonNull(JournalOpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return SmallRyeOpenAPI.builder()
                    .withConfig(new SmallRyeConfigBuilder().build())
                    .enableModelReader(false)
                    .enableStandardStaticFiles(false)
                    .enableStandardFilter(false)
                    .enableAnnotationScan(false)
                    .withCustomStaticFile(() -> resource)
                    .build()
                    .model();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + RESOURCE + " failed", e);
        }
    }
}
