package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** The page, used as a person uses it, in a real browser. */
@QuarkusTest
@Timeout(180)
class PageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestHTTPResource
    URI application;

    private Browser browser;
    private TopicClient topic;

    @BeforeEach
    void openAndWatch() {
        browser = Browser.startOrSkip();
        browser.resize(1280, 900);
        topic = TopicClient.fresh(application, "page");
        browser.driver.get(application.toString());
        type("publish-topic", topic.name());
        type("watch-topic", topic.name());
        element("start").click();
        awaitState("live");
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void publishedEventAppearsAfterTheSentinel() {
        publish("placed", "{\"n\": 12345678901234567890, \"html\": \"<img src=x>\"}");

        await().atMost(PATIENCE).until(() -> events("placed").size() == 1);
        assertThat(rows()).as("newest first").hasSize(2);
        assertThat(rows().get(0)).contains("{\"n\": 12345678901234567890, \"html\": \"<img src=x>\"}");
        assertThat(rows().get(1)).startsWith("caught up");
        assertThat(browser.driver.findElements(By.tagName("img"))).isEmpty();
        assertThat(element("published").getText()).contains("position");
    }

    @Test
    void refusalSaysWhy() {
        publish("caught-up", "1");
        await().atMost(PATIENCE).until(() -> element("refused").getText().contains("caught-up"));

        publish("placed", "{\"n\": ");
        await().atMost(PATIENCE).until(() -> element("refused").getText().contains("not JSON"));

        type("watch-topic", "no topic");
        element("start").click();
        awaitState("refused");
        await().atMost(PATIENCE).until(() -> rows().toString().contains("no topic"));
    }

    @Test
    void whatHappenedWhileStoppedComesOnceOnResume() {
        publish("placed", "\"before\"");
        await().atMost(PATIENCE).until(() -> events("before").size() == 1);
        assertThat(events("caught up")).hasSize(1);

        element("stop").click();
        awaitState("stopped");
        long missed = topic.publish("{\"payload\":\"meanwhile\"}").last();
        try (JournalStream other = topic.stream(StreamFormat.NDJSON, "since=" + (missed - 1))) {
            assertThat(other.next().position()).as("another reader has it").isEqualTo(missed);
        }
        assertThat(events("meanwhile")).isEmpty();

        element("resume").click();
        awaitState("live");
        publish("placed", "\"after\"");
        await().atMost(PATIENCE).until(() -> events("after").size() == 1);
        assertThat(events("meanwhile")).hasSize(1);
        assertThat(events("before")).hasSize(1);
    }

    @Test
    void fitsAPhone() {
        publish("placed", "{\"customer\": \"Ada\", \"item\": \"tea\", \"word\": \"" + "long".repeat(60) + "\"}");
        await().atMost(PATIENCE).until(() -> events("placed").size() == 1);
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.resize(1280, 900);
            browser.screenshot("desktop-" + scheme);
            browser.resize(390, 1500);
            browser.screenshot("phone-" + scheme);
            assertThat(browser.driver.executeScript("return document.documentElement.scrollWidth")).isEqualTo(390L);
        }
    }

    private void publish(String kind, String payload) {
        type("kind", kind);
        type("payload", payload);
        element("send").click();
    }

    private void type(String id, String text) {
        element(id).clear();
        element(id).sendKeys(text);
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE).until(() -> element("state").getText().endsWith(state));
    }

    /** The rows' texts, taken at one moment: the page changes between two questions. */
    @SuppressWarnings("unchecked")
    private List<String> rows() {
        return (List<String>) browser.driver.executeScript(
                "return [...document.querySelectorAll('#rows tr')].map(row => row.innerText)");
    }

    private List<String> events(String part) {
        return rows().stream().filter(row -> row.contains(part)).toList();
    }

    private WebElement element(String id) {
        return browser.driver.findElement(By.id(id));
    }
}
