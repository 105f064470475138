package io.quarkiverse.journal.deployment.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The document of an application that has nothing but a journal, which is not even open. */
class JournalDescribedTest {

    private static final String EVENTS = "/journal/topics/{topic}/events";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = DescribedApplication.create();

    @TestHTTPResource
    URI server;

    @Test
    void hasEveryEndpoint() {
        JsonNode document = document();
        assertThat(document.get("paths").fieldNames()).toIterable().containsExactlyInAnyOrder("/journal/topics",
                "/journal/topics/{topic}", EVENTS, "/journal/topics/{topic}/close", "/journal/topics/{topic}/stream",
                "/journal/events", "/journal/stream");
        assertThat(operations(document)).hasSize(8).allSatisfy(operation -> {
            assertThat(operation.at("/tags/0").asText()).isEqualTo("Journal");
            assertThat(operation.get("operationId").asText()).startsWith("journal");
        });
        assertThat(document.at("/tags/0/name").asText()).isEqualTo("Journal");
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        assertThat(operations(document())).extracting(operation -> operation.get("operationId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void streamsHaveBothFormsWithTheirFrames() {
        JsonNode document = document();
        JsonNode content = document.at("/components/responses/JournalStream/content");
        assertThat(content.fieldNames()).toIterable().containsExactly("text/event-stream", "application/x-ndjson");
        assertThat(content.at("/text~1event-stream/examples/topic/value").asText())
                .startsWith("retry: 1000\n\nid: ").contains("\nevent: caught-up\n", "\n: hb\n", "\nevent: end\n")
                .endsWith("\n\n");
        assertThat(content.at("/application~1x-ndjson/examples/topic/value").asText()).contains("{\"control\":\"caught-up\"");
        assertThat(content.at("/text~1event-stream/schema/contentSchema/$ref").asText())
                .isEqualTo("#/components/schemas/JournalFrame");
        assertThat(document.at("/components/schemas/JournalFrame/oneOf").findValuesAsText("$ref")).hasSize(7)
                .contains("#/components/schemas/JournalEvent", "#/components/schemas/JournalGapFrame");
        assertThat(document.at("/components/schemas").findValues("control")).filteredOn(JsonNode::isObject)
                .extracting(control -> control.at("/enum/0").asText())
                .containsExactlyInAnyOrder("caught-up", "gap", "cursor", "topic-closed", "end", "error");
    }

    @Test
    void publishingHasItsFormsHeadersAndProblems() {
        JsonNode post = document().at("/paths").get(EVENTS).get("post");
        assertThat(post.at("/requestBody/content").fieldNames()).toIterable().containsExactly("application/json",
                "application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json");
        assertThat(post.at("/requestBody/content/application~1json/schema/oneOf")).hasSize(2);
        assertThat(post.at("/requestBody/content/application~1json/examples").fieldNames()).toIterable()
                .containsExactly("one", "several");
        assertThat(post.get("responses").fieldNames()).toIterable().contains("200", "201", "400", "404", "409", "412", "413",
                "415", "422", "500", "503");
        assertThat(post.at("/responses/409/content").fieldNames()).toIterable().containsExactly("application/problem+json");
    }

    @Test
    void schemasSayWhatMayBeNull() {
        JsonNode document = document();
        assertThat(document.at("/components/schemas/JournalHistory/properties/next/type")).extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("string", "null");
        assertThat(document.at("/components/schemas/JournalEvent/required")).extracting(JsonNode::asText)
                .containsExactly("position", "cursor", "id", "topic", "kind", "time", "payload");
        assertThat(document.at("/components/schemas/JournalEvent/examples/0/payload/total").asInt()).isEqualTo(12);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonNode document = document();
        Set<String> references = new TreeSet<>(document.findValuesAsText("$ref"));
        assertThat(references).isNotEmpty()
                .allSatisfy(reference -> assertThat(DescribedApplication.resolve(document, reference).isObject()).isTrue());
    }

    @Test
    void everythingInItIsUsed() {
        JsonNode document = document();
        List<String> defined = new ArrayList<>();
        document.get("components").fields().forEachRemaining(section -> section.getValue().fieldNames()
                .forEachRemaining(name -> defined.add("#/components/" + section.getKey() + "/" + name)));
        assertThat(new TreeSet<>(document.findValuesAsText("$ref"))).containsAll(defined);
    }

    private JsonNode document() {
        return DescribedApplication.document(server, "q/openapi");
    }

    private static List<JsonNode> operations(JsonNode document) {
        return document.get("paths").findParents("operationId");
    }
}
