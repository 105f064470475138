package io.quarkiverse.journal.runtime.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read strictly: what cannot be decoded, or is given twice where one value is asked for, is refused
 * rather than guessed. Names that nobody asks for are left alone.
 */
final class Query {

    private final Map<String, List<String>> values;

    Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @param raw the text after the question mark, or {@code null}
     * @throws RefusedException when it is malformed
     */
    static Query parse(@Nullable String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                    values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
                }
            }
        }
        return new Query(values);
    }

    private static String decode(String text) {
        try {
            String decoded = PercentEncoding.decode(text.replace('+', ' '));
            // PostgreSQL has no such character, so nothing could match; and asking it would be an error.
            if (decoded.indexOf('\0') >= 0) {
                throw malformed(text, "it has the character U+0000");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw malformed(text, String.valueOf(e.getMessage()));
        }
    }

    private static RefusedException malformed(String text, String reason) {
        return new RefusedException(
                Problem.badRequest("The query has " + Problem.quote(text) + ", which cannot be read: " + reason));
    }

    /** All values of a name, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * The value of a name, or {@code null} when there is none.
     *
     * @throws RefusedException when there are several
     */
    @Nullable
    String single(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw new RefusedException(
                    Problem.badRequest("The query has " + name + " " + given.size() + " times; it may be there once"));
        }
        return given.isEmpty() ? null : given.get(0);
    }

    /**
     * A flag.
     *
     * @throws RefusedException when it is neither {@code true} nor {@code false}
     */
    boolean flag(String name, boolean otherwise) {
        String value = single(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw new RefusedException(Problem.badRequest(
                    "The query has " + name + "=" + Problem.quote(value) + "; it must be true or false"));
        }
        return value.equals("true");
    }

    /** This query with another value of one name, encoded. */
    String encodedWith(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, List.of(value));
        StringJoiner encoded = new StringJoiner("&");
        changed.forEach((key, all) -> all.forEach(each -> encoded.add(encode(key) + '=' + encode(each))));
        return encoded.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
