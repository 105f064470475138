package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** An application that has a document of its own keeps what that says. */
class OwnDocumentTest {

    private static final String DOCUMENT = """
            openapi: 3.1.0
            info: {title: The shop, version: "7"}
            tags:
              - {name: Shop}
              - {name: Journal, description: What happened}
            paths:
              /journal/stream:
                get:
                  summary: Everything that happens in the shop
                  security:
                    - shop: []
              /orders:
                get:
                  responses:
                    "200": {description: Orders}
            components:
              securitySchemes:
                shop: {type: http, scheme: basic}
              schemas:
                JournalEvent: {type: string}
                Order: {type: object}
            """;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = DescribedApplication.create()
            .withApplicationRoot(archive -> archive.addClasses(DescribedApplication.class)
                    .addAsResource(new StringAsset(DOCUMENT), "META-INF/openapi.yaml"))
            .setLogRecordPredicate(record -> record.getLoggerName().endsWith("JournalOpenApiFilter"))
            .assertLogRecords(records -> assertThat(records).singleElement().satisfies(record -> assertThat(
                    record.getParameters()).containsExactly("JournalEvent")));

    @TestHTTPResource
    URI server;

    @Test
    void whatTheApplicationSaysStands() {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        assertThat(document.at("/info/title").asText()).isEqualTo("The shop");
        assertThat(document.at("/paths/~1orders/get/responses/200/description").asText()).isEqualTo("Orders");
        assertThat(document.at("/components/securitySchemes/shop/scheme").asText()).isEqualTo("basic");
        assertThat(document.at("/components/schemas").fieldNames()).toIterable().contains("Order", "JournalReceipt");
        assertThat(document.get("tags")).extracting(tag -> tag.get("name").asText()).containsExactly("Shop", "Journal");
        assertThat(document.at("/tags/1/description").asText()).isEqualTo("What happened");
    }

    @Test
    void whatItSaysOfTheJournalStandsBesideTheRest() {
        JsonNode stream = DescribedApplication.document(server, "q/openapi").at("/paths/~1journal~1stream/get");
        assertThat(stream.get("summary").asText()).isEqualTo("Everything that happens in the shop");
        assertThat(stream.at("/security/0").has("shop")).isTrue();
        assertThat(stream.get("operationId").asText()).isEqualTo("journalStream");
        assertThat(stream.get("responses").fieldNames()).toIterable().contains("200", "204", "503");
    }

    @Test
    void aSchemaOfTheSameNameIsTheApplications() {
        JsonNode document = DescribedApplication.document(server, "q/openapi");
        assertThat(document.at("/components/schemas/JournalEvent/type").asText()).isEqualTo("string");
        assertThat(document.at("/components/schemas/JournalEvent").has("properties")).isFalse();
    }
}
