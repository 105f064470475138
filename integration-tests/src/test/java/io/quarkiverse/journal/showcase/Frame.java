package io.quarkiverse.journal.showcase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A frame of a stream, as it came.
 *
 * @param name {@code event}, or the name of a control frame
 * @param json an event's JSON, or a control frame's members
 */
record Frame(String name, String json) {

    static final String EVENT = "event";
    static final String CAUGHT_UP = "caught-up";

    private static final ObjectMapper JACKSON = new ObjectMapper();

    boolean isEvent() {
        return name.equals(EVENT);
    }

    JsonNode tree() {
        return parse(json);
    }

    long position() {
        return tree().path("position").longValue();
    }

    static JsonNode parse(String json) {
        try {
            return JACKSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + json, e);
        }
    }
}
