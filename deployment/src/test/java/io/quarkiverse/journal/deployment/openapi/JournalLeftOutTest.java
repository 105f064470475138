package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

class JournalLeftOutTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = DescribedApplication.create()
            .overrideConfigKey("quarkus.journal.http.openapi.included", "false");

    @TestHTTPResource
    URI server;

    @Test
    void theDocumentKnowsNothingOfTheJournal() {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        assertThat(document.path("paths")).isEmpty();
        assertThat(document.path("components")).isEmpty();
        assertThat(document.path("tags")).isEmpty();
    }
}
