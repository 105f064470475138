package io.quarkiverse.journal.runtime.tail;

import org.jspecify.annotations.Nullable;

/**
 * The database went back behind what this node had seen: it was restored from an older backup. Immutable.
 *
 * @param number counts them; 0 when there was none
 * @param common up to here the journal was what it had been
 * @param previous the one before
 */
public record Rewind(int number, long common, @Nullable Rewind previous) {

    static final Rewind NONE = new Rewind(0, Long.MAX_VALUE, null);

    Rewind next(long nextCommon) {
        return new Rewind(number + 1, nextCommon, this);
    }

    /** Up to where the journal is still what it was when there had been so many of these. */
    public long commonSince(int seen) {
        long common = Long.MAX_VALUE;
        for (Rewind rewind = this; rewind != null && rewind.number > seen; rewind = rewind.previous) {
            common = Math.min(common, rewind.common);
        }
        return common;
    }
}
