package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Every journal is described where it is. */
class OtherPathsDescribedTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = DescribedApplication.create()
            .overrideConfigKey("quarkus.http.root-path", "/app")
            .overrideConfigKey("quarkus.journal.http.path", "/the/log/")
            .overrideConfigKey("quarkus.journal.\"audit\".retention.max-age", "10D");

    @TestHTTPResource
    URI server;

    @Test
    void everyJournalIsBelowItsOwnPath() {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        List<String> paths = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths).hasSize(14).allMatch(path -> path.startsWith("/app/the/log/"))
                .contains("/app/the/log/topics/{topic}/events", "/app/the/log/@audit/topics/{topic}/events");
    }

    @Test
    void itsOperationsAreItsOwn() {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        assertThat(document.get("paths").findValuesAsText("operationId")).hasSize(16).doesNotHaveDuplicates()
                .contains("journalPublish", "journalPublish_audit");
        JsonNode paths = document.get("paths");
        assertThat(paths.get("/app/the/log/@audit/stream").at("/get/tags")).extracting(JsonNode::asText)
                .containsExactly("Journal audit");
        assertThat(paths.get("/app/the/log/stream").at("/get/tags")).extracting(JsonNode::asText).containsExactly("Journal");
        assertThat(document.get("tags")).extracting(tag -> tag.get("name").asText()).contains("Journal", "Journal audit");
    }
}
