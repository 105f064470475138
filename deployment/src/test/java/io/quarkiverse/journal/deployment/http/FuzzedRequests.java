package io.quarkiverse.journal.deployment.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes up requests from a seed: from nearly right ones to noise. The same seed gives the same ones. */
final class FuzzedRequests {

    private static final List<String> PATHS = List.of("/journal/topics/fuzz0/events", "/journal/topics/fuzz0/stream",
            "/journal/events", "/journal/stream", "/journal/topics/shut/close");
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS",
            "PATCH", "TRACE", "BREW", "get", "G\u00c9T");
    private static final List<String> SEGMENTS = List.of("topics", "topics", "events", "stream", "close", "t", "-t", "a.b",
            "%00", "%0d%0a", "%ff%fe", "%c0%af", "%ed%a0%80", "%2e%2e", "..", ".", "", "*", "@x", ";a=b", "%", "%zz", "\u00e9",
            "x".repeat(201), "%F0%9F%98%80", "runs", "pipelines", "a%2Fb", "a+b", "{topic}");
    private static final List<String> NAMES = List.of("since", "before", "limit", "order", "from", "to", "kind", "key",
            "correlationId", "run", "step", "topic", "lastEventId", "sentinel", "full", "named", "x", "%6cimit", "prefix");
    private static final List<String> VALUES = List.of("", "0", "1", "-1", "9223372036854775807", "9223372036854775808",
            "1e9", "99999999999999999999999999", "earliest", "latest", "true", "false", "TRUE", "asc", "desc", "*", "a*", "*a",
            "2026-11-20T04:00:00Z", "2026-11-20T04:00:00+02:00", "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z",
            "0000-00-00", "%00", "%0a", "%0d%0aSet-Cookie:%20a=b", "%ff", "%c0%80", "%ed%a0%80", "%", "%u0041", "1k3v9x0qm21a",
            "'", "'%20OR%201=1--", "\";", "<x>", "x".repeat(3_000), "NaN", "\u00e9", "%F0%9F%98%80", "event", "caught-up");
    private static final List<String> HEADERS = List.of("Accept: text/event-stream", "Accept: application/x-ndjson",
            "Accept: */*;q=x", "Accept: ;;;,,,", "Accept: application/json;q=-1", "Accept: text/html", "Last-Event-ID: 5",
            "Last-Event-ID: \u0001\u0002", "Last-Event-ID: never", "Last-Event-ID: " + "9".repeat(500),
            "Idempotency-Key: k", "Idempotency-Key: ", "Idempotency-Key: \u00e9", "Idempotency-Key: " + "k".repeat(256),
            "Journal-Expected-Position: 0", "Journal-Expected-Position: -1", "Journal-Expected-Position: 9223372036854775808",
            "Journal-Expected-Position: 0x1", "Content-Encoding: gzip", "Content-Encoding: identity",
            "Origin: http://x.example",
            "X-Odd: \u0000", "X-Odd: a\tb", "X-Odd: \u00ff\u00fe", "Cookie: =;=;", "Range: bytes=0-1", "If-Match: *",
            "Upgrade: websocket", "X-Forwarded-For: \u0001", "Expect: the-unexpected", "Authorization: Basic !!!");
    private static final List<String> TYPES = List.of("application/json", "application/json", "application/json",
            "application/x-ndjson", "application/x-ndjson", "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/cloudevents+json", "application/cloudevents-batch+json", "text/plain", "", ";", "/", "application/",
            "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "APPLICATION/JSON", "application/json;;;=",
            "\u00e9/\u00e9", "application/json, application/json", "a/" + "b".repeat(2_000));
    private static final List<String> EVENTS = List.of("{\"payload\":1}",
            "{\"payload\":{\"a\":[1,2.5e3,null,true]},\"kind\":\"k\"}",
            "{\"payload\":\"x\",\"key\":\"a\",\"correlationId\":\"b\",\"index\":7,\"headers\":{\"h\":\"v\"}}",
            "{\"payload\":[],\"id\":\"given\",\"time\":\"2026-11-20T04:00:00Z\"}", "[{\"payload\":1},{\"payload\":2}]",
            "{\"payload\":1}\n{\"payload\":2}\n", "{\"payload\":\"" + "x".repeat(5_000) + "\"}");
    private static final List<String> FRAGMENTS = List.of("\u0000", "\\u0000", "\\ud800", "\\udc00\\ud800", "\r", "\n",
            "\\r\\n",
            "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00ff\u00fe", "\u00ef\u00bb\u00bf", "\u00f4\u0090\u0080\u0080", "1e999999",
            "-", "-0", "0123", "1" + "0".repeat(400), "9223372036854775808", "0.1e-400", "NaN", "Infinity", "+1", "{", "}", "[",
            "]", ",", ":", "\"", "\\", "null", "true", "[".repeat(600), "{\"a\":".repeat(1_100), "[".repeat(5_000),
            "\"kind\":\"end\",", "\"kind\":\"a\\nb\",", "\"id\":\"\\u0001\",", "\"time\":\"+1000000000-01-01T00:00:00Z\",",
            "\"index\":1e2,", "\"headers\":{\"a\\r\\nb\":\"c\\u0000\"},", "\"key\":" + "\"" + "k".repeat(300) + "\",",
            "\"payload\":2,", "\"__proto__\":{},", "/*x*/", "//x\n", "'", "\u2028", "\t", " ".repeat(100));

    private final Random random;

    FuzzedRequests(long seed) {
        this.random = new Random(seed);
    }

    /**
     * A request.
     *
     * @param bytes what to send
     * @param whole whether an HTTP server can tell where it ends, so that the connection can be used again
     */
    record Request(byte[] bytes, boolean whole) {

        /** Whose answer has no body. */
        boolean isHead() {
            return new String(bytes, 0, Math.min(5, bytes.length), StandardCharsets.ISO_8859_1).equals("HEAD ");
        }

        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.length() <= 1_500 ? text : text.substring(0, 1_500) + "… (" + text.length() + " bytes)";
        }
    }

    Request next() {
        int sort = random.nextInt(100);
        if (sort < 55) {
            return publish();
        }
        return sort < 95 ? odd() : noise();
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A body to publish: a right one, damaged most of the time. */
    private Request publish() {
        byte[] body = latin1(any(EVENTS));
        for (int i = random.nextInt(4); i > 0; i--) {
            body = damage(body);
        }
        String path = random.nextInt(10) > 0 ? "/journal/topics/fuzz" + random.nextInt(5) + "/events" : path();
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: x\r\n");
        if (random.nextInt(20) > 0) {
            head.append("Content-Type: ").append(random.nextInt(3) > 0 ? TYPES.get(random.nextInt(6)) : any(TYPES))
                    .append("\r\n");
        }
        if (random.nextInt(5) == 0) {
            head.append(any(HEADERS)).append("\r\n");
        }
        return request(head.toString(), body, random.nextInt(5) == 0);
    }

    private byte[] damage(byte[] body) {
        int at = body.length == 0 ? 0 : random.nextInt(body.length);
        return switch (random.nextInt(6)) {
            case 0 -> splice(body, at, at, new byte[] { (byte) random.nextInt(256) });
            case 1 -> splice(body, at, Math.min(body.length, at + 1 + random.nextInt(4)), new byte[0]);
            case 2 -> splice(body, at, body.length, new byte[0]);
            case 3 -> splice(body, at, Math.min(body.length, at + 1), new byte[] { (byte) random.nextInt(256) });
            default -> splice(body, at, at, latin1(any(FRAGMENTS)));
        };
    }

    private static byte[] splice(byte[] body, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes(instead);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }

    /** An odd line, odd headers. */
    private Request odd() {
        boolean known = random.nextInt(3) == 0;
        StringBuilder head = new StringBuilder(any(METHODS)).append(' ').append(known ? any(PATHS) : path()).append(query())
                .append(random.nextInt(20) == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n")
                // What leads out of the journal is not answered by it.
                .append(known && random.nextInt(20) == 0 ? "" : "Host: x\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(any(HEADERS)).append("\r\n");
        }
        if (random.nextInt(50) == 0) {
            head.append("X-Long: ").append("x".repeat(30_000)).append("\r\n");
        }
        if (random.nextInt(50) == 0) {
            // Where the body ends is anybody's guess.
            head.append(any(List.of("Content-Length: -1", "Content-Length: 1e3", "Content-Length: 5\r\nContent-Length: 6",
                    "Transfer-Encoding: gzip", "Transfer-Encoding: chunked\r\nContent-Length: 3"))).append("\r\n\r\nzz\r\n");
            return new Request(latin1(head.toString()), false);
        }
        return request(head.toString(), random.nextInt(4) == 0 ? damage(latin1(any(EVENTS))) : new byte[0], false);
    }

    private String path() {
        StringBuilder path = new StringBuilder(random.nextInt(20) == 0 ? "//journal" : "/journal");
        for (int i = random.nextInt(5); i > 0; i--) {
            path.append('/').append(any(SEGMENTS));
        }
        return path.toString();
    }

    private String query() {
        StringBuilder query = new StringBuilder("?live=false");
        for (int i = random.nextInt(5); i > 0; i--) {
            query.append(any(List.of("&", "&", "&", "&", "&&", ";"))).append(any(NAMES))
                    .append(any(List.of("=", "=", "=", "", "==")))
                    .append(any(VALUES));
        }
        return query.toString();
    }

    private Request noise() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return new Request(random.nextBoolean() ? bytes : splice(bytes, 0, 0, latin1("GET /journal/events HTTP/1.1\r\n")),
                false);
    }

    private static Request request(String head, byte[] body, boolean chunked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin1(head));
        if (chunked) {
            out.writeBytes(latin1("Transfer-Encoding: chunked\r\n\r\n"));
            if (body.length > 0) {
                out.writeBytes(latin1(Integer.toHexString(body.length) + "\r\n"));
                out.writeBytes(body);
                out.writeBytes(latin1("\r\n"));
            }
            out.writeBytes(latin1("0\r\n\r\n"));
        } else {
            out.writeBytes(latin1("Content-Length: " + body.length + "\r\n\r\n"));
            out.writeBytes(body);
        }
        return new Request(out.toByteArray(), true);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
