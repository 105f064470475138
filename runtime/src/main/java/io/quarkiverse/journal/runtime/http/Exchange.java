package io.quarkiverse.journal.runtime.http;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * One request and its answer. Everything but {@link #run} belongs to the context of the connection.
 */
final class Exchange {

    /** Bodies of refused requests up to this size are read and thrown away, so that the connection can be used again. */
    static final long SMALL_BODY = 64 * 1024;
    /** How long a client may go on sending a refused body before its connection is closed. */
    private static final long LINGER_MILLIS = 5_000;

    private final RoutingContext routing;
    private final Context context;
    private @Nullable Admission admission;

    Exchange(RoutingContext routing) {
        this.routing = routing;
        this.context = ((HttpServerRequestInternal) routing.request()).context();
    }

    RoutingContext routing() {
        return routing;
    }

    Context context() {
        return context;
    }

    HttpServerRequest request() {
        return routing.request();
    }

    HttpServerResponse response() {
        return routing.response();
    }

    @Nullable
    String header(CharSequence name) {
        return request().getHeader(name);
    }

    /** The topic that the path names, or {@code null}. */
    @Nullable
    String topic() {
        return routing.pathParam("topic");
    }

    Query query() {
        return Query.parse(request().query());
    }

    /** Runs something on the context of the connection; at once when that is where the caller is. */
    void run(Runnable work) {
        if (Vertx.currentContext() == context && Context.isOnEventLoopThread()) {
            work.run();
        } else {
            context.runOnContext(unused -> work.run());
        }
    }

    /** Who made the request, and whether they may still read: known once it has been let through. */
    Admission admission() {
        return Objects.requireNonNull(admission, "admission");
    }

    void admit(Admission given) {
        admission = given;
    }

    void json(int status, Buffer body) {
        answer(status, MediaType.JSON.toString(), body, false);
    }

    void ok(MediaType type, Buffer body) {
        answer(200, type.toString(), body, false);
    }

    /** Answers with a problem, and gets rid of what the client still sends. */
    void refuse(Problem problem) {
        refuse(problem, announcedLength() > SMALL_BODY);
    }

    /** Answers with a problem, and closes the connection. */
    void refuseAndClose(Problem problem) {
        refuse(problem, true);
    }

    private void refuse(Problem problem, boolean close) {
        if (response().ended() || response().closed()) {
            return;
        }
        problem.headers().forEach(response()::putHeader);
        boolean closes = close && !request().isEnded() && request().version() != HttpVersion.HTTP_2;
        if (closes) {
            response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer(problem.status(), Problem.MEDIA_TYPE, problem.toJson(), closes);
    }

    /** Answers without a body; what headers there are has been said. */
    void endWith(int status) {
        response().setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
        if (!request().isEnded()) {
            discardRest(false);
        }
    }

    private void answer(int status, String type, Buffer body, boolean close) {
        if (response().ended() || response().closed()) {
            return;
        }
        response().setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
        if (!request().isEnded()) {
            discardRest(close);
        }
    }

    /**
     * A connection that is closed while the client still sends is reset, and the answer may be lost with it. So the rest is
     * read
     * and thrown away first, for a while: it may never end.
     */
    private void discardRest(boolean close) {
        long timer = context.owner().setTimer(LINGER_MILLIS, unused -> cutOff());
        request().handler(discarded -> {
        });
        request().endHandler(unused -> {
            context.owner().cancelTimer(timer);
            if (close) {
                cutOff();
            }
        });
        request().resume();
    }

    private void cutOff() {
        if (request().version() == HttpVersion.HTTP_2) {
            response().reset(0);
        } else {
            request().connection().close();
        }
    }

    /** The length of the body as the client announces it; as long as can be when it does not tell. */
    long announcedLength() {
        String length = header(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return header(HttpHeaders.TRANSFER_ENCODING) == null && request().version() != HttpVersion.HTTP_2 ? 0
                    : Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
