package io.quarkiverse.journal;

/**
 * The sentinel: every event committed before the subscription began has been delivered, or filtered out. It comes exactly once
 * for a subscription, after every matching event up to {@code position} and before any above.
 *
 * @param position a head of the journal that covers everything committed before the subscription began; 0 when the journal was
 *        empty
 * @param cursor names "strictly after that position"
 */
public record CaughtUp(long position, Cursor cursor) implements Frame {
}
