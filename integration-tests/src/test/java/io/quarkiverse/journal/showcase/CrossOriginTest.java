package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** Pages of another origin, in a real browser: to it, one machine has as many origins as names. */
@QuarkusTest
@TestProfile(CrossOriginTest.Friends.class)
@Timeout(180)
class CrossOriginTest {

    /** Publishes with a header that needs a preflight, then reads as an EventSource does. */
    private static final String PUBLISH_AND_READ = """
            const [topic, done] = arguments;
            fetch(topic + 'events', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'once' },
                body: '{"payload":"from another origin"}'
            }).then(answer => {
                const source = new EventSource(topic + 'stream?named=false');
                source.onmessage = message => {
                    source.close();
                    done(answer.status + ' ' + JSON.parse(message.data).payload);
                };
                source.onerror = () => {
                    source.close();
                    done('not read');
                };
            }, () => done('not published'));
            """;

    /** Lets pages in that the browser has from {@code localhost}. */
    public static final class Friends implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.cors.enabled", "true",
                    "quarkus.http.cors.origins", "/http:\\/\\/localhost:[0-9]+/",
                    "quarkus.http.cors.methods", "GET,POST",
                    "quarkus.http.cors.headers", "content-type,idempotency-key");
        }
    }

    @TestHTTPResource
    URI application;

    private Browser browser;

    @BeforeEach
    void open() {
        browser = Browser.startOrSkip();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private Object fromPageOf(String host) {
        // Any document does, but the page itself: it forbids its scripts to call others.
        browser.driver.get("http://" + host + ":" + application.getPort() + "/page.css");
        String topic = "http://127.0.0.1:" + application.getPort() + "/journal/topics/" + host + "/";
        return browser.driver.executeAsyncScript(PUBLISH_AND_READ, topic);
    }

    @Test
    void anOriginThatIsConfiguredPublishesAndReads() {
        assertThat(fromPageOf("localhost")).isEqualTo("201 from another origin");
    }

    @Test
    void anotherOneDoesNot() {
        assertThat(fromPageOf("stranger.localhost")).isEqualTo("not published");
    }
}
