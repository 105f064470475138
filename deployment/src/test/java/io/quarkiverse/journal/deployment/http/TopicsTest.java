package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

@Timeout(60)
class TopicsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.topics.declared", "declared.only");

    @TestHTTPResource
    URI server;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    private JsonNode topic(String name) {
        HttpResponse<String> response = client.get("journal/topics/" + name);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(JournalClient.JSON);
        return JournalClient.json(response);
    }

    @Test
    void tellsWhatThereIsToKnowOfATopic() {
        JsonNode first = client.publish("known", "[{\"payload\":1},{\"payload\":2}]");
        client.publish("other", "{\"payload\":1}");
        JsonNode last = client.publish("known", "{\"payload\":3}");

        JsonNode open = topic("known");
        assertThat(open.fieldNames()).toIterable().containsExactly("name", "first", "last", "count", "closed", "created");
        assertThat(open.get("name").textValue()).isEqualTo("known");
        assertThat(open.get("first")).isEqualTo(first.get("first"));
        assertThat(open.get("last")).isEqualTo(last.get("last"));
        assertThat(open.get("count").longValue()).isEqualTo(3);
        assertThat(open.get("closed").booleanValue()).isFalse();
        assertThat(Instant.parse(open.get("created").textValue())).isBeforeOrEqualTo(Instant.now().plusSeconds(60));

        HttpResponse<String> end = client.send(client.request("journal/topics/known/close").POST(BodyPublishers.noBody()));
        JsonNode closed = topic("known");
        assertThat(closed.get("closed").booleanValue()).isTrue();
        assertThat(closed.get("count").longValue()).as("the end is no event").isEqualTo(3);
        assertThat(closed.get("last")).isEqualTo(JournalClient.json(end).get("end"));
        JsonNode history = JournalClient.json(client.get("journal/topics/known/events"));
        assertThat(closed.get("first")).isEqualTo(history.get("first"));
        assertThat(closed.get("last")).isEqualTo(history.get("head"));
    }

    @Test
    void aTopicThatIsNotThereIsAnEmptyOne() {
        assertThat(topic("nobody").toString())
                .isEqualTo("{\"name\":\"nobody\",\"first\":0,\"last\":0,\"count\":0,\"closed\":false}");
        assertThat(topic("declared.only").get("created").textValue()).isNotEmpty();
        assertThat(topic("declared.only").get("count").longValue()).isZero();
    }

    @Test
    void listsTopicsByTheBytesOfTheirNames() {
        for (String name : List.of("list.b", "list.A", "list.a", "list.a-1", "list.a.1", "list_", "list.Z", "lisu")) {
            client.publish(name, "{\"payload\":1}");
        }
        List<String> names = new ArrayList<>();
        String path = "/journal/topics?prefix=list.&limit=2";
        String next;
        do {
            HttpResponse<String> response = client.get(path);
            JsonNode page = JournalClient.json(response);
            assertThat(page.fieldNames()).toIterable().containsExactly("topics", "next");
            page.get("topics").forEach(topic -> names.add(topic.get("name").textValue()));
            next = page.get("next").textValue();
            if (next == null) {
                assertThat(response.headers().firstValue("Link")).isEmpty();
            } else {
                assertThat(page.get("topics")).hasSize(2);
                assertThat(next).isEqualTo(names.get(names.size() - 1));
                String link = response.headers().firstValue("Link").orElseThrow();
                assertThat(link).startsWith("<").endsWith(">; rel=\"next\"");
                path = link.substring(1, link.indexOf('>'));
            }
        } while (next != null);
        assertThat(names).containsExactly("list.A", "list.Z", "list.a", "list.a-1", "list.a.1", "list.b");

        assertThat(names("?since=list.a.1&limit=3")).containsExactly("list.b", "list_", "lisu");
        assertThat(names("?prefix=list&since=list.a.0&limit=1")).as("since need not exist").containsExactly("list.a.1");
        assertThat(names("?prefix=no-such-")).isEmpty();
        assertThat(names("?prefix=%7F")).isEmpty();
        assertThat(names("?prefix=list.b&since=")).containsExactly("list.b");
    }

    private List<String> names(String query) {
        List<String> names = new ArrayList<>();
        JournalClient.json(client.get("journal/topics" + query)).get("topics")
                .forEach(topic -> names.add(topic.get("name").textValue()));
        return names;
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String path : List.of("journal/topics?limit=0", "journal/topics?limit=1001", "journal/topics?limit=x",
                "journal/topics?limit=1&limit=2", "journal/topics?prefix=%00", "journal/topics/-bad")) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(client.get("journal/topics", "Accept", "text/plain").statusCode()).isEqualTo(406);
        HttpResponse<String> posted = client.post("journal/topics/x", JournalClient.JSON, "{\"payload\":1}");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).hasValue("GET");
        assertThat(client.post("journal/topics", JournalClient.JSON, "{}").statusCode()).isEqualTo(405);
    }
}
