package io.quarkiverse.journal;

/**
 * The topic was closed. Comes after its last event, and after the sentinel if the topic was closed before the subscription
 * began, to every reader of this single topic, whatever it filters; nothing follows. A subscription that starts at or after the
 * end receives it again.
 *
 * @param position the position of the end marker
 * @param cursor names "strictly after the end"
 */
public record End(long position, Cursor cursor) implements Frame {
}
