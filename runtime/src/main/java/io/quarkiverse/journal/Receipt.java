package io.quarkiverse.journal;

/**
 * The positions that appended events got. They are consecutive.
 * <p>
 * Events whose {@linkplain NewEvent#id() ids} were given and are stored already are left out: the receipt is of the others. If
 * no
 * other is left, nothing is stored, and the receipt says where they are: for an append that is made again that is the first
 * receipt.
 * (If they came by several appends, other events may lie between the first and the last of them.)
 *
 * @param count how many events; each id counts once
 * @param first the position of the first one
 * @param last the position of the last one
 * @param cursor names "strictly after the last one"
 * @param repeated whether nothing was stored this time: this is the answer to an earlier append with the same idempotency key,
 *        given again, or tells where events with the same ids are
 */
public record Receipt(int count, long first, long last, Cursor cursor, boolean repeated) {
}
