package io.quarkiverse.journal.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.CloudEventValues;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The head of a request that is a CloudEvent in binary mode: attributes in headers, data in the body.
 * Source: <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">the HTTP
 * binding</a>.
 *
 * @param attributes the headers whose names begin with {@code ce-}, as they are given, by the rest of their names
 * @param contentType the type of the body, if it is given
 */
record BinaryCloudEvent(List<Map.Entry<String, String>> attributes, @Nullable String contentType) {

    static final String PREFIX = "ce-";
    /** Each of them is required, so that one of them tells what the request is meant to be. */
    private static final List<String> SIGNS = List.of("ce-specversion", "ce-id", "ce-source", "ce-type");
    private static final String STRUCTURED = "application/cloudevents";

    /**
     * Looks for a CloudEvent in the head of a request.
     *
     * @return the event, or {@code null} when the request is none in binary mode
     */
    static @Nullable BinaryCloudEvent of(MultiMap headers) {
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (SIGNS.stream().noneMatch(headers::contains)
                || contentType != null && contentType.strip().toLowerCase(Locale.ROOT).startsWith(STRUCTURED)) {
            return null;
        }
        List<Map.Entry<String, String>> attributes = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.add(Map.entry(name.substring(PREFIX.length()), header.getValue()));
            }
        }
        return new BinaryCloudEvent(List.copyOf(attributes), contentType);
    }

    /**
     * Refuses data that are no JSON.
     *
     * @throws RefusedException when they are not
     */
    void requireJson() {
        if (contentType != null && !CloudEventValues.isJsonType(contentType)) {
            throw new RefusedException(Problem.unsupportedType("The CloudEvent has data of the Content-Type "
                    + Problem.quote(contentType) + "; only JSON in UTF-8 can be published"));
        }
    }

    /**
     * The data, as JSON: those that are not there are {@code null}.
     *
     * @throws RefusedException when there are some, but nothing says that they are JSON
     */
    byte[] data(byte[] body) {
        if (body.length == 0) {
            return CloudEventReader.NO_DATA.getBytes(StandardCharsets.US_ASCII);
        }
        if (contentType == null) {
            throw new RefusedException(
                    Problem.unsupportedType("The CloudEvent has data, but no Content-Type; give application/json"));
        }
        return body;
    }
}
