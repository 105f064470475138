package io.quarkiverse.journal.benchmarks.fanout;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** A connection to which a {@link BareServer} writes as fast as the client takes it. Belongs to its event loop. */
final class BareReader {

    private final HttpServerResponse response;
    private final Queue<Buffer> waiting = new ArrayDeque<>(1);

    BareReader(HttpServerResponse response, Buffer sentinel, Consumer<BareReader> gone) {
        this.response = response;
        response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8")
                .closeHandler(unused -> gone.accept(this))
                .drainHandler(unused -> drain())
                .write(sentinel);
    }

    void send(List<Buffer> chunks) {
        waiting.addAll(chunks);
        drain();
    }

    private void drain() {
        while (!waiting.isEmpty() && !response.closed() && !response.writeQueueFull()) {
            response.write(waiting.remove());
        }
    }
}
