package io.quarkiverse.journal.benchmarks.fanout;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * As little as a Vert.x server can do to send bytes to many: they are made once, shared by all connections, and written by
 * as many event loops as Quarkus has. {@code POST /frames} tells it the bytes,
 * {@code POST /begin} begins with the first of them, {@code POST /send} has them sent up to some frame.
 */
public final class BareServer extends AbstractVerticle {

    private static final int CHUNK = 32 * 1024;

    private final int port;
    private final Frames frames;
    private final List<BareServer> all;
    private final List<BareReader> readers = new ArrayList<>();
    private int sent;

    private BareServer(int port, Frames frames, List<BareServer> all) {
        this.port = port;
        this.frames = frames;
        this.all = all;
        all.add(this);
    }

    public static void main(String[] args) throws IOException {
        int port;
        // Each event loop has a server of its own on this port, so it has to be known.
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Vertx vertx = Vertx.vertx();
        Frames frames = new Frames();
        List<BareServer> all = new ArrayList<>();
        vertx.deployVerticle(() -> new BareServer(port, frames, all),
                new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
                .onSuccess(deployed -> System.out.println("Listening on: http://127.0.0.1:" + port))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::answer)
                .listen().<Void> mapEmpty().onComplete(started);
    }

    private void answer(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            readers.add(new BareReader(request.response(), frames.sentinel(), readers::remove));
        } else if (request.path().equals("/frames")) {
            request.body().onSuccess(body -> {
                frames.split(body);
                request.response().end();
            });
        } else if (request.path().equals("/begin")) {
            all.forEach(server -> server.context.runOnContext(unused -> server.sent = 0));
            request.response().end();
        } else {
            int through = Integer.parseInt(request.getParam("through"));
            all.forEach(server -> server.context.runOnContext(unused -> server.send(through)));
            request.response().end();
        }
    }

    /** Requests that overtake one another send nothing twice, and nothing too early. */
    private void send(int through) {
        if (through > sent) {
            List<Buffer> chunks = frames.chunks(sent, through, CHUNK);
            // A copy: one that turns out to be gone is taken out at once.
            List.copyOf(readers).forEach(reader -> reader.send(chunks));
            sent = through;
        }
    }

    /** The stream that is repeated: made by one event loop before others read. */
    private static final class Frames {

        private volatile List<Buffer> frames = List.of();

        void split(Buffer stream) {
            List<Buffer> split = new ArrayList<>();
            int start = 0;
            for (int at = 1; at < stream.length(); at++) {
                if (stream.getByte(at) == '\n' && stream.getByte(at - 1) == '\n') {
                    Buffer frame = stream.getBuffer(start, at + 1);
                    if (frame.getByte(0) == 'i') {
                        split.add(frame);
                    }
                    start = at + 1;
                }
            }
            frames = split;
        }

        Buffer sentinel() {
            return Buffer.buffer("retry: 1000\n\nevent: caught-up\ndata: {\"position\":0}\n\n");
        }

        List<Buffer> chunks(int from, int to, int size) {
            List<Buffer> chunks = new ArrayList<>();
            Buffer chunk = Buffer.buffer();
            for (Buffer frame : frames.subList(from, to)) {
                chunk.appendBuffer(frame);
                if (chunk.length() >= size) {
                    chunks.add(chunk);
                    chunk = Buffer.buffer();
                }
            }
            if (chunk.length() > 0) {
                chunks.add(chunk);
            }
            return chunks;
        }
    }
}
