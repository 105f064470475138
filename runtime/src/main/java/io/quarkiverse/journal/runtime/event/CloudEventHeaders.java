package io.quarkiverse.journal.runtime.event;

import static io.quarkiverse.journal.runtime.event.CloudEventValues.DATA_CONTENT_TYPE;
import static io.quarkiverse.journal.runtime.event.CloudEventValues.DATA_SCHEMA;
import static io.quarkiverse.journal.runtime.event.CloudEventValues.LITERALS;
import static io.quarkiverse.journal.runtime.event.CloudEventValues.SOURCE;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What the headers of an event become in a CloudEvent. Every header is in exactly one of the parts.
 *
 * @param source the source that it came with, if it is a URI reference
 * @param dataSchema the schema that it came with, if it is a URI
 * @param dataContentType the content type that it came with, if it is JSON
 * @param extensions headers that are attributes of their own
 * @param literals which of these are numbers or booleans
 * @param others all other headers
 */
record CloudEventHeaders(@Nullable String source, @Nullable String dataSchema, @Nullable String dataContentType,
        Map<String, String> extensions, Set<String> literals, Map<String, String> others) {

    private static final CloudEventHeaders NONE = new CloudEventHeaders(null, null, null, Map.of(), Set.of(), Map.of());

    static CloudEventHeaders of(byte @Nullable [] headers) {
        if (headers == null) {
            return NONE;
        }
        Map<String, String> others = new LinkedHashMap<>(EventJson.parseHeaders(headers));
        Map<String, String> extensions = new LinkedHashMap<>();
        others.forEach((name, value) -> {
            if (CloudEventValues.isExtension(name) && CloudEventValues.isText(value)) {
                extensions.put(name, value);
            }
        });
        others.keySet().removeAll(extensions.keySet());
        String literals = take(others, LITERALS, names -> areLiterals(List.of(names.split(" ")), extensions));
        return new CloudEventHeaders(take(others, SOURCE, CloudEventValues::isUriReference),
                take(others, DATA_SCHEMA, CloudEventValues::isUri),
                take(others, DATA_CONTENT_TYPE, CloudEventValues::isJsonType), extensions,
                literals == null ? Set.of() : Set.of(literals.split(" ")), others);
    }

    private static boolean areLiterals(List<String> names, Map<String, String> extensions) {
        return Set.copyOf(names).size() == names.size()
                && names.stream().allMatch(name -> CloudEventValues.isLiteral(extensions.getOrDefault(name, "")));
    }

    private static @Nullable String take(Map<String, String> headers, String name, Predicate<String> fits) {
        String value = headers.get(name);
        if (value == null || !CloudEventValues.isText(value) || !fits.test(value)) {
            return null;
        }
        headers.remove(name);
        return value;
    }

    /**
     * The other headers as a JSON object that is itself a String of CloudEvents, or {@code null} when there are none.
     */
    @Nullable
    String othersAsText() {
        byte[] json = EventJson.encodeHeaders(others);
        if (json == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(json.length);
        new String(json, StandardCharsets.UTF_8).codePoints().forEach(point -> {
            if (CloudEventValues.isAllowed(point)) {
                text.appendCodePoint(point);
            } else {
                // Whatever is not allowed stands inside of a JSON string, where it can be written like this.
                for (char unit : Character.toChars(point)) {
                    text.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return text.toString();
    }
}
