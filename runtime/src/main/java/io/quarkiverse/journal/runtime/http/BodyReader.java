package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Gathers the body of a request, up to a limit. */
final class BodyReader {

    private final Exchange exchange;
    private final long limit;
    private final Buffer body = Buffer.buffer(1024);

    private BodyReader(Exchange exchange, long limit) {
        this.exchange = exchange;
        this.limit = limit;
    }

    /**
     * Reads the whole body; refuses one that is too large, as early as that shows.
     *
     * @param whole takes the body; never called for a refused request, or when the client breaks off
     */
    static void read(Exchange exchange, long limit, Consumer<byte[]> whole) {
        Buffer read = exchange.routing().body().buffer();
        if (read != null || exchange.request().isEnded()) {
            // Another extension has all bodies read before any route.
            whole.accept(read == null ? new byte[0] : read.getBytes());
            return;
        }
        long announced = exchange.announcedLength();
        if (announced != Long.MAX_VALUE && announced > limit) {
            exchange.refuse(tooLarge("The body has " + announced + " bytes", limit));
            return;
        }
        new BodyReader(exchange, limit).gather(whole);
    }

    private void gather(Consumer<byte[]> whole) {
        HttpServerRequest request = exchange.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            exchange.response().writeContinue();
        }
        request.handler(this::append);
        request.endHandler(unused -> whole.accept(body.getBytes()));
        request.resume();
    }

    private void append(Buffer piece) {
        if (body.length() + (long) piece.length() > limit) {
            exchange.refuse(tooLarge("The body has more than " + limit + " bytes", limit));
        } else {
            body.appendBuffer(piece);
        }
    }

    private static Problem tooLarge(String what, long limit) {
        return Problem.tooLarge(what + "; a request may have " + limit
                + " (quarkus.journal.http.max-request-bytes). Publish it in several requests", List.of());
    }
}
