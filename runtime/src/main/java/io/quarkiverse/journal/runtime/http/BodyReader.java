package io.quarkiverse.journal.runtime.http;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Gathers the body of a request, up to a limit, in time, and within the memory that all bodies share. A small one is read at
 * once; a large one waits for its share, while its client is not read from. The share goes with the body to whoever takes it.
 */
final class BodyReader {

    private static final int FIRST_PIECE = 8 * 1024;
    private static final int RETRY_SECONDS = 1;

    private final Exchange exchange;
    private final BodyLimits limits;
    private final Consumer<Body> whole;
    private byte[] body = {};
    private int length;
    private long timer = -1;
    /** What was asked for; the request is paused until it is granted. */
    private BodyMemory.@Nullable Claim claim;
    private boolean dropped;

    private BodyReader(Exchange exchange, BodyLimits limits, Consumer<Body> whole) {
        this.exchange = exchange;
        this.limits = limits;
        this.whole = whole;
    }

    /**
     * Reads the whole body; refuses one that is too large, as early as that shows.
     *
     * @param whole takes the body, to be released in the end; never called for a refused request, or when the client breaks off
     */
    static void read(Exchange exchange, BodyLimits limits, Consumer<Body> whole) {
        Buffer read = exchange.routing().body().buffer();
        if (read != null || exchange.request().isEnded()) {
            // Another extension has all bodies read before any route, into memory that is not counted here.
            whole.accept(new Body(read == null ? new byte[0] : read.getBytes(), null));
            return;
        }
        long announced = exchange.announcedLength();
        if (announced != Long.MAX_VALUE && announced > limits.largest()) {
            exchange.refuse(tooLarge("The body has " + announced + " bytes", limits));
            return;
        }
        new BodyReader(exchange, limits, whole).begin(announced);
    }

    private void begin(long announced) {
        // Quarkus has it flow as soon as it has a handler, unless it was paused by us.
        exchange.request().pause();
        exchange.routing().addEndHandler(unused -> drop());
        exchange.request().handler(this::append);
        exchange.request().endHandler(unused -> end());
        if (announced == Long.MAX_VALUE) {
            body = new byte[FIRST_PIECE];
            gather();
        } else if (announced <= Exchange.SMALL_BODY) {
            body = new byte[(int) announced];
            gather();
        } else {
            await(announced, () -> {
                body = new byte[(int) announced];
                gather();
            });
        }
    }

    private void gather() {
        restartTimer(() -> exchange.refuseAndClose(Problem.timeout("The body did not come whole within "
                + limits.timeout().toMillis() + " ms (quarkus.journal.http.body-timeout)")));
        HttpServerRequest request = exchange.request();
        if (length == 0 && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            exchange.response().writeContinue();
        }
        request.resume();
    }

    /** Goes on once there is memory for so large a body. */
    private void await(long bytes, Runnable granted) {
        restartTimer(() -> exchange.refuse(Problem.unavailable("This node is busy with other large requests, whose bodies take"
                + " all the memory that they may (quarkus.journal.http.request-memory)", RETRY_SECONDS)));
        // Never inside the call, which may grant it: the claim has to be known by then.
        claim = limits.memory().claim(limits.share(bytes), () -> exchange.context().runOnContext(unused -> {
            if (!dropped && !exchange.response().ended() && !exchange.response().closed()) {
                granted.run();
            }
        }));
    }

    private void restartTimer(Runnable late) {
        exchange.context().owner().cancelTimer(timer);
        timer = exchange.context().owner().setTimer(limits.timeout().toMillis(), unused -> late.run());
    }

    private void append(Buffer piece) {
        if (dropped) {
            return;
        }
        if (length + (long) piece.length() > limits.largest()) {
            exchange.refuse(tooLarge("The body has more than " + limits.largest() + " bytes", limits));
            return;
        }
        if (length + piece.length() > body.length) {
            body = Arrays.copyOf(body,
                    (int) Math.min(limits.largest(), Math.max(2L * body.length, length + (long) piece.length())));
        }
        piece.getBytes(body, length);
        length += piece.length();
        if (length > Exchange.SMALL_BODY && claim == null) {
            exchange.request().pause();
            await(limits.largest(), this::gather);
        }
    }

    private void end() {
        if (dropped) {
            return;
        }
        exchange.context().owner().cancelTimer(timer);
        Body read = new Body(length == body.length ? body : Arrays.copyOf(body, length), claim);
        // The request lives on until it is answered, and this with it.
        body = new byte[0];
        claim = null;
        whole.accept(read);
    }

    /** The request is over; whatever is still here, nobody takes any more. */
    private void drop() {
        dropped = true;
        exchange.context().owner().cancelTimer(timer);
        body = new byte[0];
        if (claim != null) {
            claim.release();
        }
    }

    private static Problem tooLarge(String what, BodyLimits limits) {
        return Problem.tooLarge(what + "; a request may have " + limits.largest()
                + " (quarkus.journal.http.max-request-bytes). Publish it in several requests", List.of());
    }
}
