package io.quarkiverse.journal.showcase;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a stream, with the members that this application wants.
 *
 * @param control {@code null} for an event
 */
public record FeedLine(String control, String cursor, long position, String key, JsonNode payload) {
}
