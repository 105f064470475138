package io.quarkiverse.journal;

import java.util.Objects;

/**
 * A JSON value as text, published and replayed as it is: numbers keep their digits, objects their order and their spaces.
 * <p>
 * As a payload to publish it is checked when it is published; the one change made to it is that a line break between its
 * tokens becomes a space.
 *
 * @param value the JSON text of one value
 */
public record RawJson(String value) {

    /**
     * Refuses {@code null}; the JSON value is {@code new RawJson("null")}.
     *
     * @param value the JSON text of one value
     */
    public RawJson {
        Objects.requireNonNull(value, "value");
    }

    /**
     * The JSON text.
     *
     * @return the JSON text
     */
    @Override
    public String toString() {
        return value;
    }
}
