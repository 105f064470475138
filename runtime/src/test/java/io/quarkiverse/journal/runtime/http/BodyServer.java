package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.vertx.http.runtime.ResumingRequestWrapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** Reads bodies of requests over TCP, as the journal does within Quarkus, and keeps them for a test. One event loop. */
final class BodyServer implements AutoCloseable {

    /** A body, and whom to answer. */
    record Arrived(Exchange exchange, Body body) {
    }

    final BlockingQueue<Arrived> whole = new LinkedBlockingQueue<>();
    /** How many bytes of bodies anybody was given. */
    final AtomicLong given = new AtomicLong();
    /** How many requests are over, whatever way. */
    final AtomicLong over = new AtomicLong();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;

    BodyServer(long largest, BodyMemory memory) {
        BodyLimits limits = new BodyLimits(largest, Duration.ofMinutes(1), memory);
        Router router = Router.router(vertx);
        router.route().handler(routing -> {
            routing.addEndHandler(unused -> over.incrementAndGet());
            Exchange exchange = new Exchange(routing);
            BodyReader.read(exchange, limits, body -> whole.add(new Arrived(exchange, body)));
        });
        this.server = vertx.createHttpServer().requestHandler(request -> {
            // So does Quarkus, for whoever is asynchronous.
            request.pause();
            router.handle(new CountedRequest(request));
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private final class CountedRequest extends ResumingRequestWrapper {

        CountedRequest(HttpServerRequest request) {
            super(request, true);
        }

        @Override
        public HttpServerRequest handler(Handler<Buffer> handler) {
            super.handler(piece -> {
                given.addAndGet(piece.length());
                handler.handle(piece);
            });
            return this;
        }
    }

    Client connect() {
        try {
            return new Client(new Socket(InetAddress.getLoopbackAddress(), server.actualPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Arrived take() throws InterruptedException {
        Arrived arrived = whole.poll(20, TimeUnit.SECONDS);
        if (arrived == null) {
            throw new AssertionError("No body came");
        }
        return arrived;
    }

    void answer(Arrived arrived) {
        arrived.exchange().run(() -> arrived.exchange().endWith(204));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One connection. */
    static final class Client implements AutoCloseable {

        private final Socket socket;

        private Client(Socket socket) {
            this.socket = socket;
        }

        /** A body whose length is told. */
        Client announced(int bytes) {
            return send("Content-Length: " + bytes + "\r\n\r\n").send("x".repeat(bytes));
        }

        /** A body in one chunk, of a length that is not told before. */
        Client chunked(int bytes) {
            return send("Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(bytes) + "\r\n").send("x".repeat(bytes))
                    .send("\r\n0\r\n\r\n");
        }

        Client post() {
            return send("POST / HTTP/1.1\r\nHost: x\r\n");
        }

        Client send(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The head of an answer without a body. */
        String answer() {
            try {
                StringBuilder head = new StringBuilder();
                InputStream in = socket.getInputStream();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        throw new AssertionError("The connection ended after: " + head);
                    }
                    head.append((char) next);
                }
                return head.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Breaks off, as a process that is killed does. */
        void reset() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
