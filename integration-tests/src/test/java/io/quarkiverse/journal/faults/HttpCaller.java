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

import io.quarkiverse.journal.faults.Attempt.Shape;

/**
 * Publishes by requests to a node, in each of the ways that there are. Thread-safe.
 */
final class HttpCaller {

    static final String ORDERS = "orders";
    static final String WEB = "web";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private static final int NO_ANSWER = 0;
    private static final Pattern POSITION = Pattern.compile("\"(?:first|position)\":(\\d+)");
    private static final Pattern END = Pattern.compile("\"end\":(\\d+)");
    private static final Pattern ACTUAL = Pattern.compile("\"actual\":(\\d+)");

    private final Attempts attempts;
    private final Duration patience;

    HttpCaller(Attempts attempts, Duration patience) {
        this.attempts = attempts;
        this.patience = patience;
    }

    /** {@code append}, by the application's own resource. */
    Attempt append(Node node) throws InterruptedException {
        Attempt attempt = attempts.begin(ORDERS, 1, Shape.ATOMIC);
        settle(attempt, post(node, "orders", order(attempt, 1)), 201);
        return attempt;
    }

    /** {@code publish} one by one and {@code flush}. */
    Attempt importAll(Node node, int events) throws InterruptedException {
        Attempt attempt = attempts.begin(ORDERS, events, Shape.SEQUENCE);
        settle(attempt, post(node, "orders/import", orders(attempt, events)), 200);
        return attempt;
    }

    /**
     * {@code publish} in a transaction that inserts rows too.
     *
     * @param doomed whether its last row is to be refused
     */
    Attempt enter(Node node, int events, boolean doomed) throws InterruptedException {
        return enter(node, "orders/transactional", ORDERS, events, doomed);
    }

    /** The same, to the topic of a market. */
    Attempt enter(Node node, String market, int events, boolean doomed) throws InterruptedException {
        return enter(node, "markets/" + market + "/orders", market, events, doomed);
    }

    private Attempt enter(Node node, String path, String topic, int events, boolean doomed) throws InterruptedException {
        Attempt attempt = doomed ? attempts.beginDoomed(topic, events) : attempts.begin(topic, events, Shape.TRANSACTION);
        String last = order(attempt, doomed ? 0 : events);
        String body = events == 1 ? "[" + last + "]" : orders(attempt, events - 1).replaceFirst("]$", "," + last + "]");
        settle(attempt, post(node, path, body), 201);
        return attempt;
    }

    /** The journal's own way to publish. */
    Attempt publish(Node node, int events) throws InterruptedException {
        return publish(node, WEB, events);
    }

    Attempt publish(Node node, String topic, int events) throws InterruptedException {
        Attempt attempt = attempts.begin(topic, events, Shape.ATOMIC);
        Reply reply = post(node, eventsOf(topic), webEvents(attempt, false));
        settle(attempt, reply, 201);
        if (reply.status == 503) {
            // The contract: nothing of a refused request is stored.
            attempt.absent();
        }
        return attempt;
    }

    /** The beginning of an attempt of which {@link #tryOnce} makes one or more tries. */
    Attempt beginOnce(int events) {
        return attempts.begin(WEB, events, Shape.ATOMIC);
    }

    /** One try, with a key that makes any number of them one: even after tries whose outcome is unknown. */
    void tryOnce(Node node, Attempt attempt) throws InterruptedException {
        Reply reply = post(node, eventsOf(WEB), webEvents(attempt, false), "Idempotency-Key", attempt.tag());
        settle(attempt, reply, reply.status == 200 ? 200 : 201);
    }

    /** One try, with ids of the events that do the same. */
    void tryWithIds(Node node, Attempt attempt) throws InterruptedException {
        Reply reply = post(node, eventsOf(WEB), webEvents(attempt, true));
        settle(attempt, reply, reply.status == 200 ? 200 : 201);
    }

    /**
     * @return whether the answer is that the topic is closed
     */
    boolean close(Node node, String topic) throws InterruptedException {
        Reply reply = post(node, "journal/topics/" + topic + "/close", "");
        if (reply.status == 200) {
            attempts.closed(topic, number(END, reply.body));
        }
        return reply.status == 200;
    }

    /**
     * One event of a topic, if that topic's last event is at a position.
     *
     * @return where the last event is then, as far as the answer tells; otherwise {@link Attempt#ANY}
     */
    long publishAfter(Node node, String topic, long expected) throws InterruptedException {
        Attempt attempt = attempts.beginAfter(topic, expected);
        Reply reply = post(node, eventsOf(topic), webEvents(attempt, false), "Journal-Expected-Position",
                Long.toString(expected));
        settle(attempt, reply, 201);
        if (reply.status == 412) {
            attempt.outdated(number(ACTUAL, reply.body));
        }
        return attempt.isStored() ? attempt.answer().first() : attempt.answer().actual();
    }

    private static String eventsOf(String topic) {
        return "journal/topics/" + topic + "/events";
    }

    private static String webEvents(Attempt attempt, boolean withIds) {
        return IntStream.rangeClosed(1, attempt.events)
                .mapToObj(n -> "{\"kind\":\"placed\",\"key\":\"" + attempt.tag() + "\",\"payload\":" + order(attempt, n)
                        + (withIds ? ",\"id\":\"" + attempt.tag() + "-" + n + "\"}" : "}"))
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
            attempt.stored(number(POSITION, reply.body), reply.at);
        } else if (reply.status >= 400 && reply.status < 500) {
            attempt.absent();
        }
    }

    private static long number(Pattern member, String body) {
        Matcher found = member.matcher(body);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
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
            node.wasSilent();
            return new Reply(NO_ANSWER, "", System.nanoTime());
        }
    }
}
