package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.quarkiverse.journal.Cursor;

/** The OpenAPI document has everything that the code asks a request for, and nothing else. */
class DescriptionTest {

    private static final JsonNode DOCUMENT = read();

    @Test
    void queriesOfStreams() {
        Set<String> asked = asked(query -> StreamRequest.parse(null, query, null, List.of()));
        assertThat(described("/stream")).isEqualTo(asked);
        asked.remove("topic");
        assertThat(described("/topics/{topic}/stream")).isEqualTo(asked);
    }

    @Test
    void queriesOfHistories() {
        Set<String> asked = asked(query -> HistoryRequest.parse(null, query, List.of()));
        assertThat(described("/events")).isEqualTo(asked);
        asked.remove("topic");
        assertThat(described("/topics/{topic}/events")).isEqualTo(asked);
    }

    @Test
    void forms() {
        assertThat(DOCUMENT.at("/components/responses/JournalStream/content").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(names(MediaType.STREAMS));
        assertThat(DOCUMENT.at("/components/responses/JournalHistory/content").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(names(MediaType.HISTORIES));
        assertThat(DOCUMENT.get("paths").get("/topics/{topic}/events").at("/post/requestBody/content").fieldNames())
                .toIterable().containsExactlyInAnyOrderElementsOf(names(MediaType.PUBLISHABLE));
    }

    @Test
    void reasonsOfErrors() {
        assertThat(DOCUMENT.at("/components/schemas/JournalErrorFrame/properties/reason/enum")).extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Stream.of(StreamError.values()).map(StreamError::reason).toList());
    }

    @Test
    void examplesAreWhatTheyShow() throws IOException {
        for (JsonNode lines : DOCUMENT.findValues("application/x-ndjson")) {
            for (JsonNode example : lines.get("examples")) {
                for (String line : example.get("value").asText().split("\n")) {
                    assertThat(line.isEmpty() || new ObjectMapper().readTree(line).isObject()).as(line).isTrue();
                }
            }
        }
        assertThat(DOCUMENT.findParents("cursor")).filteredOn(parent -> parent.get("cursor").isTextual()).isNotEmpty()
                .allSatisfy(parent -> {
                    long position = Cursor.parse(parent.get("cursor").asText()).position();
                    assertThat(parent.path("position").asLong(position)).isEqualTo(position);
                });
    }

    private static List<String> names(List<MediaType> types) {
        return types.stream().map(MediaType::toString).toList();
    }

    /** The names that are asked for, of a request without any. */
    private static Set<String> asked(Consumer<Query> reader) {
        Set<String> asked = new TreeSet<>();
        Map<String, List<String>> nothing = new HashMap<>() {
            @Override
            public List<String> getOrDefault(Object name, List<String> otherwise) {
                asked.add((String) name);
                return otherwise;
            }
        };
        reader.accept(new Query(nothing));
        assertThat(asked).isNotEmpty();
        return asked;
    }

    private static Set<String> described(String path) {
        Set<String> described = new TreeSet<>();
        for (JsonNode parameter : DOCUMENT.get("paths").get(path).at("/get/parameters")) {
            JsonNode resolved = DOCUMENT.at(parameter.get("$ref").asText().substring(1));
            if (resolved.get("in").asText().equals("query")) {
                described.add(resolved.get("name").asText());
            }
        }
        return described;
    }

    private static JsonNode read() {
        try (InputStream resource = DescriptionTest.class
                .getResourceAsStream("/io/quarkiverse/journal/deployment/journal-openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(resource);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
