package io.quarkiverse.journal.benchmarks.fanout;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** A node of the journal: events are published to it by HTTP, and are durable before anybody gets them. */
final class JournalBroadcaster implements Broadcaster {

    private static final String TOPIC = "news";

    private final Showcase showcase;
    private final SampleEvents events = new SampleEvents(200);
    private final Http http = new Http();
    private long head;

    JournalBroadcaster(Showcase showcase) {
        this.showcase = showcase;
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public URI stream() {
        return showcase.journal("topics/" + TOPIC + "/stream?since=latest");
    }

    @Override
    public long begin() {
        return head;
    }

    @Override
    public CompletableFuture<?> send(int count) {
        String lines = LongStream.range(head, head + count)
                .mapToObj(number -> "{\"kind\":\"placed\",\"key\":\"c-%d\",\"payload\":%s}\n".formatted(number % 1_000,
                        events.payload(number)))
                .collect(Collectors.joining());
        // Nobody else publishes here.
        head += count;
        return http.post(showcase.journal("topics/" + TOPIC + "/events"), "application/x-ndjson", lines);
    }

    /** The bytes of the stream after a position, as a reader has them, up to the sentinel. */
    String history(long after) throws IOException, InterruptedException {
        return http.get(showcase.journal("topics/" + TOPIC + "/stream?live=false&since=" + after), "text/event-stream");
    }

    @Override
    public long pid() {
        return showcase.pid();
    }
}
