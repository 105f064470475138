package io.quarkiverse.journal.showcase;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** What the application's own resource publishes can be seen from outside. */
@QuarkusTest
@Timeout(60)
class OrdersTest {

    private static final Order TEA = new Order("Ada", "Tee für zwei", 2);

    @TestHTTPResource
    URI application;

    @Test
    void orderThatWasAnsweredIsInTheStream() {
        PlacedOrder placed = place(TEA);

        JsonNode event = firstAfter(placed.position() - 1);
        assertThat(event.path("position").longValue()).isEqualTo(placed.position());
        assertThat(event.path("kind").asText()).isEqualTo("placed");
        assertThat(event.path("key").asText()).isEqualTo("Ada");
        assertThat(event.path("correlationId").asText()).isEqualTo(placed.order());
        assertThat(event.path("payload").toString())
                .isEqualTo("{\"customer\":\"Ada\",\"item\":\"Tee für zwei\",\"quantity\":2}");
    }

    @Test
    void streamIsLive() {
        try (JournalStream stream = orders().stream(StreamFormat.SSE, "since=latest")) {
            assertThat(stream.next().name()).isEqualTo(Frame.CAUGHT_UP);
            PlacedOrder placed = place(TEA);
            assertThat(stream.next().position()).isEqualTo(placed.position());
        }
    }

    @Test
    void importIsDurableWhenItIsAnswered() {
        PlacedOrder before = place(TEA);

        post("/orders/import", List.of(new Order("Grace", "rum", 1), new Order("Grace", "lime", 3)))
                .statusCode(200).body("orders", equalTo(2));

        try (JournalStream stream = orders().stream(StreamFormat.NDJSON, "live=false&since=" + before.cursor())) {
            assertThat(stream.next().tree().path("payload").path("item").asText()).isEqualTo("rum");
            assertThat(stream.next().tree().path("payload").path("item").asText()).isEqualTo("lime");
            assertThat(stream.next().name()).isEqualTo(Frame.CAUGHT_UP);
        }
    }

    @Test
    void linesOfAnOrderAreAdjacent() {
        PlacedOrder before = place(TEA);

        post("/orders/transactional", List.of(new Order("Alan", "tea", 1), new Order("Alan", "milk", 2)))
                .statusCode(201).body("lines", equalTo(2));

        try (JournalStream stream = orders().stream(StreamFormat.NDJSON, "live=false&since=" + before.cursor())) {
            assertThat(stream.next().tree().path("payload").path("item").asText()).isEqualTo("tea");
            assertThat(stream.next().tree().path("payload").path("item").asText()).isEqualTo("milk");
            assertThat(stream.next().name()).isEqualTo(Frame.CAUGHT_UP);
        }
    }

    @Test
    void orderWhoseTableRefusesALineIsNeverSeen() {
        PlacedOrder before = place(TEA);

        post("/orders/transactional", List.of(new Order("Alan", "tea", 1), new Order("Alan", "milk", 0))).statusCode(422);

        PlacedOrder after = place(TEA);
        assertThat(firstAfter(before.position()).path("correlationId").asText()).isEqualTo(after.order());
    }

    private static PlacedOrder place(Order order) {
        return post("/orders", order).statusCode(201).extract().as(PlacedOrder.class);
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private JsonNode firstAfter(long position) {
        try (JournalStream stream = orders().stream(StreamFormat.NDJSON, "since=" + position)) {
            return stream.next().tree();
        }
    }

    private TopicClient orders() {
        return new TopicClient(application, "orders");
    }
}
