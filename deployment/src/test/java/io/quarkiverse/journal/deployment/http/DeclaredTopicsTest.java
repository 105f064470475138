package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.UnknownTopicException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Vertx;

/** Topics are not created by being used. */
@Timeout(60)
class DeclaredTopicsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideConfigKey("quarkus.journal.topics.auto-create", "false")
            .overrideConfigKey("quarkus.journal.topics.declared", "orders,payments")
            .overrideConfigKey("quarkus.journal.topics.\"audit\".retention.max-age", "7D");

    @TestHTTPResource
    URI server;

    @Inject
    Journal journal;

    @Inject
    AgroalDataSource database;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.journal.schema")
    String schema;

    private JournalClient client;

    @BeforeEach
    void connect() {
        client = new JournalClient(server);
    }

    /** As another node would. */
    private void create(String topic) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO " + schema + ".topic (name) VALUES ('" + topic + "')");
        }
    }

    @Test
    void declaredTopicsAreThereFromTheStart() {
        assertThat(JournalClient.json(client.get("journal/topics")).get("topics").findValuesAsText("name"))
                .contains("audit", "orders", "payments");
        client.publish("orders", "{\"payload\":1}");
        assertThat(client.get("journal/topics/payments/events").statusCode()).isEqualTo(200);
        journal.append("audit", 1).await().atMost(SOON);
    }

    @Test
    void anotherTopicIsNotFoundOverHttp() {
        for (HttpResponse<String> response : List.of(
                client.post("journal/topics/ordrs/events", JournalClient.JSON, "{\"payload\":1}"),
                client.post("journal/topics/ordrs/events", JournalClient.JSON, "[" + "{\"payload\":1},".repeat(20_000) + "1]"),
                client.send(client.request("journal/topics/ordrs/close").POST(BodyPublishers.noBody())),
                client.get("journal/topics/ordrs/events"), client.get("journal/topics/ordrs/stream"),
                client.get("journal/topics/ordrs"), client.get("journal/events?topic=orders&topic=ordrs"),
                client.get("journal/stream?topic=ordrs"))) {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(JournalClient.json(response).get("detail").textValue()).contains("ordrs",
                    "quarkus.journal.topics.declared");
        }
        assertThat(client.get("journal/events?topic=ordrs*").statusCode()).as("a beginning of names").isEqualTo(200);
        assertThat(client.get("journal/topics/-bad/events").statusCode()).as("no name").isEqualTo(400);
        assertThat(JournalClient.json(client.get("journal/topics?prefix=ordrs")).get("topics")).isEmpty();
    }

    @Test
    void anotherTopicIsRefusedInJava() {
        assertThatThrownBy(() -> journal.publish("ordrs", 1)).isInstanceOf(UnknownTopicException.class)
                .hasMessageContaining("ordrs").hasMessageContaining("quarkus.journal.topics.declared");
        assertThatThrownBy(() -> journal.append("ordrs", 1).await().atMost(SOON)).isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> journal.close("ordrs").await().atMost(SOON)).isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> journal.subscribe(Subscription.to("orders", "ordrs")).collect().asList().await().atMost(SOON))
                .isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> journal.publish("ordrs", 1)))
                .isInstanceOf(UnknownTopicException.class);
        assertThat(journal.subscribe(Subscription.to("ordrs*").untilCaughtUp()).collect().asList().await().atMost(SOON))
                .hasSize(1);
    }

    @Test
    void aTopicThatAnotherNodeCreatedIsFound() throws SQLException {
        create("later.http");
        client.publish("later.http", "{\"payload\":1}");
        create("later.read");
        assertThat(client.get("journal/topics/later.read/stream?live=false").statusCode()).isEqualTo(200);
        create("later.java");
        journal.publish("later.java", 1);
        create("later.transaction");
        QuarkusTransaction.requiringNew().run(() -> journal.publish("later.transaction", 1));
        create("later.loop");
        // A thread that must not block learns of it after a moment.
        Awaitility.await().ignoreException(UnknownTopicException.class).until(() -> {
            onEventLoop(() -> journal.publish("later.loop", 1));
            return true;
        });
    }

    private void onEventLoop(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(unused -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }
}
