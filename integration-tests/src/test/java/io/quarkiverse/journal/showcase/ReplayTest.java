package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** Whenever a subscriber comes, it gets the whole topic, as it was published. */
@QuarkusTest
class ReplayTest {

    private static final int LINES_PER_REQUEST = 1_000;

    @TestHTTPResource
    URI application;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopReading() {
        threads.shutdownNow();
    }

    @Test
    @Timeout(300)
    void subscribersBeforeAmidAndAfterReceiveEverythingOnce() throws Exception {
        List<String> events = new ArrayList<>(Commits.load());
        int published = events.size();
        // Published when all have come: nothing may be between it and the last commit, for nobody
        events.add("{\"kind\":\"marker\",\"time\":\"2026-11-20T04:00:00Z\",\"payload\":\"last\"}");
        TopicClient topic = TopicClient.fresh(application, "commits");

        List<Future<Seen>> before = attach(topic, events);
        long first = 0;
        long last = 0;
        long committedBeforeAmid = 0;
        List<Future<Seen>> amid = List.of();
        for (int from = 0; from < published; from += LINES_PER_REQUEST) {
            List<String> lines = events.subList(from, Math.min(published, from + LINES_PER_REQUEST));
            TopicClient.Published receipt = topic.publish(lines);
            assertThat(receipt.count()).isEqualTo(lines.size());
            assertThat(receipt.last() - receipt.first() + 1).isEqualTo(lines.size());
            first = from == 0 ? receipt.first() : first;
            last = receipt.last();
            if (amid.isEmpty() && from >= published / 2) {
                committedBeforeAmid = last;
                amid = attach(topic, events);
            }
        }
        assertThat(last - first + 1).as("dense positions").isEqualTo(published);
        List<Future<Seen>> after = attach(topic, events);
        topic.publish(events.get(published));

        for (Future<Seen> seen : before) {
            assertThat(seen.get().first()).isEqualTo(first);
            assertThat(seen.get().eventsBeforeSentinel()).isZero();
        }
        for (Future<Seen> seen : amid) {
            assertThat(seen.get().first()).isEqualTo(first);
            assertThat(seen.get().sentinel()).isGreaterThanOrEqualTo(committedBeforeAmid);
        }
        for (Future<Seen> seen : after) {
            assertThat(seen.get()).isEqualTo(new Seen(first, published, last));
        }
    }

    /** Starts a reader for each format and returns when each has received a frame. */
    private List<Future<Seen>> attach(TopicClient topic, List<String> expected) throws InterruptedException {
        CountDownLatch attached = new CountDownLatch(StreamFormat.values().length);
        List<Future<Seen>> readers = new ArrayList<>();
        for (StreamFormat format : StreamFormat.values()) {
            readers.add(threads.submit(() -> {
                try (JournalStream stream = topic.stream(format, "")) {
                    return read(stream, expected, attached);
                }
            }));
        }
        attached.await();
        return readers;
    }

    private static Seen read(JournalStream stream, List<String> expected, CountDownLatch attached) {
        Frame frame = stream.next();
        attached.countDown();
        long first = 0;
        int count = 0;
        Seen seen = null;
        while (true) {
            if (frame.isEvent()) {
                JsonNode event = frame.tree();
                long position = event.path("position").longValue();
                first = count == 0 ? position : first;
                assertThat(position).as("dense").isEqualTo(first + count);
                assertThat(seen == null || position > seen.sentinel()).as("%d comes after %s", position, seen).isTrue();
                assertSame(expected.get(count++), frame.json(), event);
            } else {
                assertThat(frame.name()).isEqualTo(Frame.CAUGHT_UP);
                assertThat(seen).as("the sentinel before this one").isNull();
                seen = new Seen(first, count, frame.position());
                assertThat(count == 0 || first + count - 1 <= seen.sentinel()).as("%d events, then %s", count, seen).isTrue();
            }
            if (count == expected.size() && seen != null) {
                return new Seen(first, seen.eventsBeforeSentinel(), seen.sentinel());
            }
            frame = stream.next();
        }
    }

    private static void assertSame(String published, String received, JsonNode event) {
        String payload = published.substring(published.indexOf("\"payload\":"));
        assertThat(received).as("payload, byte for byte").endsWith("," + payload);
        JsonNode wanted = Frame.parse(published);
        for (String member : List.of("kind", "key", "correlationId", "index")) {
            assertThat(event.path(member)).as(member).isEqualTo(wanted.path(member));
        }
        assertThat(OffsetDateTime.parse(event.path("time").asText()).toInstant())
                .isEqualTo(OffsetDateTime.parse(wanted.path("time").asText()).toInstant());
    }

    /** The first event's position, how many events came before the sentinel, and the sentinel's position. */
    private record Seen(long first, int eventsBeforeSentinel, long sentinel) {
    }
}
