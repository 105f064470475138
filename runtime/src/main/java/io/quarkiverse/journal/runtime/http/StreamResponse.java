package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * The HTTP response of one stream: its head, what is written to it, the heartbeat that keeps it open, and its end.
 * <p>
 * Belongs to the context of the connection.
 */
final class StreamResponse {

    /** How long the headers wait for the database to tell where the stream begins. */
    private static final long LONGEST_HOLD_MILLIS = 1_000;

    private final Exchange exchange;
    private final HttpServerResponse response;
    private final Context context;
    private final StreamFrames frames;
    private final boolean compressing;
    private final long heartbeatMillis;
    private long lastWrite = System.nanoTime();
    private long timer = -1;
    private boolean headSent;
    private boolean released;

    StreamResponse(Exchange exchange, StreamFrames frames, StreamSettings settings) {
        this.exchange = exchange;
        this.response = exchange.response();
        this.context = exchange.context();
        this.frames = frames;
        this.compressing = settings.compressing();
        this.heartbeatMillis = Math.max(1, settings.heartbeat().toMillis());
    }

    /** Whether the client has gone. */
    boolean isClosed() {
        return response.closed();
    }

    /** Whether the client has to take something before it is worth writing more. */
    boolean isFull() {
        return response.writeQueueFull();
    }

    /**
     * Says what the response will be. Nothing is sent yet.
     *
     * @param drained runs when it is not full any more
     */
    void prepare(Runnable drained) {
        if (!exchange.request().isEnded()) {
            exchange.request().resume();
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, frames.form().toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(unused -> drained.run());
        if (compressing) {
            // The server's compressor holds bytes back until it has enough of them; it leaves alone what names its encoding.
            response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        timer = context.owner().setTimer(heartbeatMillis, unused -> heartbeat());
    }

    boolean isHeadSent() {
        return headSent;
    }

    /** Sends the headers in any case after a while: the client learns at least that this node is there. */
    void sendHeadLater() {
        if (!headSent) {
            context.owner().setTimer(LONGEST_HOLD_MILLIS, unused -> sendHead());
        }
    }

    void sendHead() {
        if (headSent || released) {
            return;
        }
        headSent = true;
        write(frames.begin());
    }

    void write(Buffer bytes) {
        lastWrite = System.nanoTime();
        response.write(bytes); // What becomes of it shows at the end handler.
    }

    private void heartbeat() {
        if (released) {
            return;
        }
        long wait = heartbeatMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastWrite);
        if (wait <= 0) {
            wait = heartbeatMillis;
            // What still waits to be sent tells as much of the connection as a heartbeat behind it would.
            if (!response.writeQueueFull()) {
                sendHead();
                write(frames.heartbeat());
            }
        }
        timer = context.owner().setTimer(wait, unused -> heartbeat());
    }

    /** Makes it one that tells a browser's EventSource not to come back. */
    void beNoContent() {
        headSent = true;
        response.setChunked(false).setStatusCode(204).headers().remove(HttpHeaders.CONTENT_TYPE)
                .remove(HttpHeaders.CONTENT_ENCODING).remove(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Nothing is written any more by itself. */
    void release() {
        released = true;
        context.owner().cancelTimer(timer);
    }

    /**
     * Ends it.
     *
     * @return completes when the last byte has been handed to the network
     */
    Future<Void> end() {
        return response.end().onComplete(unused -> {
            // A client of HTTP/1.0 knows the end of a response by the end of its connection.
            if (exchange.request().version() == HttpVersion.HTTP_1_0) {
                exchange.request().connection().close();
            }
        });
    }

    /** Breaks it off, if that has not happened already. */
    void reset() {
        if (!response.closed()) {
            response.reset();
        }
    }
}
