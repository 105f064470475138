package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** A stream as somebody sees it who looks at it with {@code curl -N}. */
@QuarkusTest
@Timeout(60)
class CurlTest {

    @TestHTTPResource
    URI application;

    private TopicClient topic;
    private String stream;

    @BeforeEach
    void publish() {
        topic = TopicClient.fresh(application, "curl");
        stream = application.resolve("/journal/topics/" + topic.name() + "/stream").toString();
        topic.publish("{\"payload\":\"history\"}");
    }

    @Test
    void printsFramesAsTheyComeUntilTheEnd() throws Exception {
        try (Curl curl = Curl.startOrSkip(stream)) {
            assertThat(curl.next("data: ")).endsWith("\"payload\":\"history\"}");
            curl.next("event: caught-up");
            curl.next("data: ");
            topic.publish("{\"payload\":\"live\"}");
            assertThat(curl.next("data: ")).endsWith("\"payload\":\"live\"}");
            topic.close();
            curl.next("event: end");
            assertThat(curl.rest()).hasSize(2).last().isEqualTo("");
            assertThat(curl.exitCode()).isZero();
        }
    }

    @Test
    void printsLinesAsTheyCome() throws Exception {
        try (Curl curl = Curl.startOrSkip("-H", "Accept: application/x-ndjson", stream)) {
            assertThat(curl.next("{\"position\":")).endsWith("\"payload\":\"history\"}");
            curl.next("{\"control\":\"caught-up\"");
            topic.publish("{\"payload\":\"live\"}");
            assertThat(curl.next("{\"position\":")).endsWith("\"payload\":\"live\"}");
        }
    }

    @Test
    void goesOnBehindTheLastId() throws Exception {
        String id;
        try (Curl curl = Curl.startOrSkip(stream)) {
            id = curl.next("id: ");
        }
        topic.publish("{\"payload\":\"missed\"}");
        try (Curl curl = Curl.startOrSkip("-H", "Last-Event-ID: " + id, stream)) {
            assertThat(curl.next("data: ")).endsWith("\"payload\":\"missed\"}");
        }
    }

    @Test
    void isToldThatNothingWillCome() throws Exception {
        topic.close();
        String id;
        try (Curl curl = Curl.startOrSkip(stream)) {
            curl.next("event: caught-up");
            id = curl.next("id: ");
        }
        try (Curl curl = Curl.startOrSkip("-H", "Last-Event-ID: " + id, "-w", "%{http_code}", stream)) {
            assertThat(curl.rest()).containsExactly("204");
            assertThat(curl.exitCode()).isZero();
        }
    }
}
