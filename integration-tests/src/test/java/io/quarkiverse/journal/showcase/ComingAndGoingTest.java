package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** Subscribers attach and leave a thousand times in the middle of eight publishers' traffic. */
@QuarkusTest
class ComingAndGoingTest {

    private static final int PUBLISHERS = 8;
    private static final int READERS = 4;
    private static final int VISITS = 1_000;
    private static final int EVENTS_AFTER_SENTINEL = 5;
    private static final int FARTHEST_BACK = 300;

    @TestHTTPResource
    URI application;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    /** The newest position that a publisher knows to be durable. */
    private final AtomicLong newest = new AtomicLong();

    @AfterEach
    void stop() {
        over.set(true);
        threads.shutdownNow();
    }

    @Test
    @Timeout(300)
    void eachVisitSeesNoGapNoDuplicateAndOneSentinel() throws Exception {
        TopicClient topic = TopicClient.fresh(application, "visits");
        long start = topic.publish("{\"payload\":\"the first\"}").last();
        newest.set(start);

        List<Future<Integer>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            publishers.add(threads.submit(() -> publishUntilOver(topic, publisher)));
        }
        List<Future<Void>> readers = new ArrayList<>();
        for (int r = 0; r < READERS; r++) {
            Random random = new Random(r);
            readers.add(threads.submit(() -> {
                for (int visit = 0; visit < VISITS / READERS; visit++) {
                    long since = Math.max(start, newest.get() - random.nextInt(FARTHEST_BACK));
                    visit(topic, random.nextBoolean() ? StreamFormat.SSE : StreamFormat.NDJSON, since);
                }
                return null;
            }));
        }
        for (Future<Void> reader : readers) {
            reader.get();
        }
        over.set(true);
        int published = 0;
        for (Future<Integer> publisher : publishers) {
            published += publisher.get();
        }

        assertThat(replay(topic, start)).isEqualTo(published);
    }

    private int publishUntilOver(TopicClient topic, int publisher) {
        int n = 0;
        while (!over.get()) {
            List<String> events = new ArrayList<>();
            do {
                events.add("{\"payload\":{\"publisher\":%d,\"n\":%d}}".formatted(publisher, n++));
            } while (n % 4 == 3);
            long last = topic.publish(events).last();
            newest.accumulateAndGet(last, Math::max);
        }
        return n;
    }

    private void visit(TopicClient topic, StreamFormat format, long since) {
        long durable = newest.get();
        long position = since;
        long sentinel = -1;
        int live = 0;
        try (JournalStream stream = topic.stream(format, "since=" + since)) {
            while (live < EVENTS_AFTER_SENTINEL) {
                Frame frame = stream.next();
                if (frame.isEvent()) {
                    assertThat(frame.position()).as("since %d, sentinel %d", since, sentinel).isEqualTo(++position);
                    assertThat(sentinel < position).as("%d after sentinel %d", position, sentinel).isTrue();
                    live += sentinel < 0 ? 0 : 1;
                } else {
                    assertThat(frame.name()).isEqualTo(Frame.CAUGHT_UP);
                    assertThat(sentinel).as("the sentinel before this one").isNegative();
                    sentinel = frame.position();
                    assertThat(sentinel).isGreaterThanOrEqualTo(Math.max(position, durable));
                }
            }
        }
    }

    /** Counts the topic's events, which are each publisher's in its own order, at dense positions. */
    private static int replay(TopicClient topic, long since) {
        int count = 0;
        Map<Integer, Integer> next = new HashMap<>();
        try (JournalStream stream = topic.stream(StreamFormat.NDJSON, "live=false&since=" + since)) {
            for (Frame frame = stream.next(); frame.isEvent(); frame = stream.next()) {
                assertThat(frame.position()).isEqualTo(since + ++count);
                JsonNode payload = frame.tree().path("payload");
                int n = next.merge(payload.path("publisher").intValue(), 1, Integer::sum) - 1;
                assertThat(payload.path("n").intValue()).isEqualTo(n);
            }
        }
        return count;
    }
}
