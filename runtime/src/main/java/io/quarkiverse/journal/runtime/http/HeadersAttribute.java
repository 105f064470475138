package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** The attribute of CloudEvents that has the headers which cannot be attributes of their own: a JSON object as text. */
final class HeadersAttribute {

    private HeadersAttribute() {
    }

    /**
     * Reads the headers.
     *
     * @param complaint takes what is wrong, if anything is
     */
    static Map<String, String> parse(String value, Consumer<String> complaint) {
        Map<String, String> headers = new LinkedHashMap<>();
        try (JsonParser in = EnvelopeParser.JSON.factory(value.length()).createParser(value)) {
            boolean fit = in.nextToken() == JsonToken.START_OBJECT;
            while (fit && in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                fit = in.nextToken() == JsonToken.VALUE_STRING && headers.put(name, in.getText()) == null;
            }
            if (fit && in.nextToken() == null) {
                return headers;
            }
        } catch (IOException e) {
            // Said below: there are no other errors of reading from memory but those of syntax.
        }
        complaint.accept("This must be a JSON object with strings as values and each name once, written as a string");
        return Map.of();
    }
}
