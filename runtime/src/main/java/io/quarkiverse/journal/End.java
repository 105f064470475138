package io.quarkiverse.journal;

/**
 * The topic was closed. Comes after its last event, to every reader; nothing follows.
 *
 * @param position the position of the end marker
 * @param cursor names "strictly after the end"
 */
public record End(long position, Cursor cursor) implements Frame {
}
