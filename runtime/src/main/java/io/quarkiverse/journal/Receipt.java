package io.quarkiverse.journal;

/**
 * The positions that appended events got. They are consecutive.
 *
 * @param count how many events
 * @param first the position of the first one
 * @param last the position of the last one
 * @param cursor names "strictly after the last one"
 * @param repeated whether this is the answer to an earlier append with the same idempotency key, given again: nothing was
 *        stored this time
 */
public record Receipt(int count, long first, long last, Cursor cursor, boolean repeated) {
}
