package io.quarkiverse.journal;

/**
 * One of the topics that a subscription reads was closed. Comes in its place, after the topic's last event; the subscription
 * goes on. One that reads a single topic, by its name, receives {@link End} instead.
 *
 * @param topic the topic that was closed
 * @param position the position of its end marker
 * @param cursor names "strictly after the end marker"
 */
public record TopicClosed(String topic, long position, Cursor cursor) implements Frame {
}
