package io.quarkiverse.journal.runtime.http;

import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.http.HttpHeaders;

/** Answers with streams: replay, the sentinel, live. */
final class StreamHandler {

    private final Supplier<JournalNode> node;
    private final OpenStreams streams;
    private final StreamSettings settings;

    StreamHandler(Supplier<JournalNode> node, OpenStreams streams, StreamSettings settings) {
        this.node = node;
        this.streams = streams;
        this.settings = settings;
    }

    void stream(Exchange exchange) {
        StreamRequest request = StreamRequest.parse(exchange.topic(), exchange.query(), exchange.header("Last-Event-ID"),
                exchange.request().headers().getAll(HttpHeaders.ACCEPT));
        start(exchange, request.frames(), signal -> node.get().open(request.subscription(), signal));
    }

    /**
     * Streams a reading.
     *
     * @throws RefusedException when the node serves as many streams as it may
     */
    void start(Exchange exchange, FrameWriter frames, Function<Runnable, Reading> open) {
        if (streams.isEnding()) {
            // No answer: a browser gives an EventSource up for good after any status but 200, and comes back after none at all.
            exchange.response().reset();
            return;
        }
        streams.enter(exchange.admission().caller());
        StreamPump pump;
        try {
            pump = new StreamPump(exchange, frames, streams, settings, open);
        } catch (RuntimeException e) {
            streams.leave(exchange.admission().caller());
            throw e;
        }
        pump.start();
        AdmissionWatch.over(exchange, pump);
    }
}
