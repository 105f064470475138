package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes by requests to a node, in each of the ways that there are. Thread-safe.
 */
final class HttpCaller {

    static final String ORDERS = "orders";
    static final String WEB = "web";

    private static final String WEB_EVENTS = "journal/topics/" + WEB + "/events";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private static final int NO_ANSWER = 0;
    private static final Pattern POSITION = Pattern.compile("\"(?:first|position)\":(\\d+)");

    private final Attempts attempts;
    private final Duration patience;

    HttpCaller(Attempts attempts, Duration patience) {
        this.attempts = attempts;
        this.patience = patience;
    }

    /** {@code append}, by the application's own resource. */
    Attempt append(Node node) throws InterruptedException {
        Attempt attempt = attempts.begin(ORDERS, 1, Attempt.Shape.ATOMIC, false);
        settle(attempt, post(node, "orders", order(attempt, 1)), 201);
        return attempt;
    }

    /** {@code publish} one by one and {@code flush}. */
    Attempt importAll(Node node, int events) throws InterruptedException {
        Attempt attempt = attempts.begin(ORDERS, events, Attempt.Shape.SEQUENCE, false);
        settle(attempt, post(node, "orders/import", orders(attempt, events)), 200);
        return attempt;
    }

    /**
     * {@code publish} in a transaction that inserts rows too.
     *
     * @param doomed whether its last row is to be refused
     */
    Attempt enter(Node node, int events, boolean doomed) throws InterruptedException {
        Attempt attempt = attempts.begin(ORDERS, events, Attempt.Shape.TRANSACTION, doomed);
        String last = order(attempt, doomed ? 0 : events);
        String body = events == 1 ? "[" + last + "]" : orders(attempt, events - 1).replaceFirst("]$", "," + last + "]");
        settle(attempt, post(node, "orders/transactional", body), 201);
        return attempt;
    }

    /** The journal's own way to publish. */
    Attempt publish(Node node, int events) throws InterruptedException {
        Attempt attempt = attempts.begin(WEB, events, Attempt.Shape.ATOMIC, false);
        Reply reply = post(node, WEB_EVENTS, webEvents(attempt));
        settle(attempt, reply, 201);
        if (reply.status == 503) {
            // The contract: nothing of a refused request is stored.
            attempt.absent();
        }
        return attempt;
    }

    /** The beginning of an attempt of which {@link #tryOnce} makes one or more tries. */
    Attempt beginOnce(int events) {
        return attempts.begin(WEB, events, Attempt.Shape.ATOMIC, false);
    }

    /** One try, with a key that makes any number of them one: even after tries whose outcome is unknown. */
    void tryOnce(Node node, Attempt attempt) throws InterruptedException {
        Reply reply = post(node, WEB_EVENTS, webEvents(attempt), "Idempotency-Key", attempt.tag());
        settle(attempt, reply, reply.status == 200 ? 200 : 201);
    }

    private static String webEvents(Attempt attempt) {
        return IntStream.rangeClosed(1, attempt.events)
                .mapToObj(n -> "{\"kind\":\"placed\",\"key\":\"" + attempt.tag() + "\",\"payload\":" + order(attempt, n) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String order(Attempt attempt, int quantity) {
        return "{\"customer\":\"" + attempt.tag() + "\",\"item\":\"tea\",\"quantity\":" + quantity + "}";
    }

    private static String orders(Attempt attempt, int events) {
        return IntStream.rangeClosed(1, events).mapToObj(n -> order(attempt, n)).collect(Collectors.joining(",", "[", "]"));
    }

    private static void settle(Attempt attempt, Reply reply, int success) {
        if (reply.status == success) {
            Matcher position = POSITION.matcher(reply.body);
            attempt.stored(position.find() ? Long.parseLong(position.group(1)) : 0, reply.at);
        } else if (reply.status >= 400 && reply.status < 500) {
            attempt.absent();
        }
    }

    private record Reply(int status, String body, long at) {
    }

    private Reply post(Node node, String path, String body, String... headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri().resolve(path)).timeout(patience)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), System.nanoTime());
        } catch (IOException e) {
            // Faults do that. What became of the attempt, only the checker will know.
            return new Reply(NO_ANSWER, "", System.nanoTime());
        }
    }
}
