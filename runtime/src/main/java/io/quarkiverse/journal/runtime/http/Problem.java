package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;

/**
 * Why a request is refused, as RFC 9457 has it. The detail is for the caller: no SQL, no class name, no stack trace.
 *
 * @param status the HTTP status
 * @param detail what happened, with which values, what to do
 * @param faults what is wrong with the body, if that is it
 * @param headers further headers of the answer
 * @param actual the topic's last position, if another one was expected
 */
record Problem(int status, String detail, List<Fault> faults, Map<String, String> headers, @Nullable Long actual) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final int LONGEST_QUOTE = 80;
    private static final JsonFactory JSON = new JsonFactory();

    Problem(int status, String detail, List<Fault> faults, Map<String, String> headers) {
        this(status, detail, faults, headers, null);
    }

    /**
     * One thing that is wrong with the body, or with a header that is a part of the event.
     *
     * @param pointer where, as a JSON Pointer, or as the name of the header
     * @param detail what
     * @param inHeader whether it is a header
     */
    record Fault(String pointer, String detail, boolean inHeader) {

        Fault(String pointer, String detail) {
            this(pointer, detail, false);
        }
    }

    static Problem badRequest(String detail) {
        return new Problem(400, detail, List.of(), Map.of());
    }

    Problem withStatus(int other) {
        return new Problem(other, detail, faults, headers, actual);
    }

    static Problem unauthorized() {
        return new Problem(401, "This needs an identity, and the request has none that holds", List.of(), Map.of());
    }

    static Problem forbidden() {
        return new Problem(403, "This is not allowed", List.of(), Map.of());
    }

    static Problem notFound() {
        return notFound("There is nothing here. The journal answers at /topics, /topics/{topic}, /topics/{topic}/events, "
                + "/topics/{topic}/stream, /events and /stream below its base path");
    }

    static Problem notFound(String detail) {
        return new Problem(404, detail, List.of(), Map.of());
    }

    static Problem methodNotAllowed(String method, String allowed) {
        return new Problem(405, method + " is not allowed here", List.of(), Map.of("Allow", allowed));
    }

    static Problem notAcceptable(List<MediaType> offered) {
        return new Problem(406, "Nothing that Accept asks for can be given; there is " + MediaType.names(offered), List.of(),
                Map.of());
    }

    static Problem timeout(String detail) {
        return new Problem(408, detail, List.of(), Map.of());
    }

    static Problem conflict(String detail) {
        return new Problem(409, detail, List.of(), Map.of());
    }

    static Problem preconditionFailed(String detail, long actual) {
        return new Problem(412, detail, List.of(), Map.of(), actual);
    }

    static Problem tooLarge(String detail, List<Fault> faults) {
        return new Problem(413, detail, faults, Map.of());
    }

    static Problem unsupportedType(String detail) {
        return unsupportedType(detail, List.of());
    }

    static Problem unsupportedType(String detail, List<Fault> faults) {
        return new Problem(415, detail, faults, Map.of("Accept-Post", MediaType.names(MediaType.PUBLISHABLE)));
    }

    static Problem unprocessable(String detail, List<Fault> faults) {
        return new Problem(422, detail, faults, Map.of());
    }

    static Problem tooManyRequests(String detail, int retryAfterSeconds) {
        return new Problem(429, detail, List.of(), Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    static Problem unavailable(String detail, int retryAfterSeconds) {
        return new Problem(503, detail, List.of(), Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    static Problem internal() {
        return new Problem(500, "The request failed for a reason that is in the log of the server", List.of(), Map.of());
    }

    /** A value of the caller's, short enough to show. */
    static String quote(String value) {
        return '\'' + (value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + '…') + '\'';
    }

    Buffer toJson() {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(); JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", "about:blank");
            out.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
            out.writeNumberField("status", status);
            out.writeStringField("detail", detail);
            if (actual != null) {
                out.writeNumberField("actual", actual);
            }
            if (!faults.isEmpty()) {
                out.writeArrayFieldStart("errors");
                for (Fault fault : faults) {
                    out.writeStartObject();
                    out.writeStringField(fault.inHeader() ? "header" : "pointer", fault.pointer());
                    out.writeStringField("detail", fault.detail());
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            out.flush();
            return Buffer.buffer(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
