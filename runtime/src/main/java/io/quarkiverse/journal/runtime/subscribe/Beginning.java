package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.store.Heads.Extent;

/**
 * Where a reading really begins, given what the journal is.
 *
 * @param place strictly after this position
 * @param gap what has to be said first, if the wanted place cannot be honoured
 */
record Beginning(long place, @Nullable Gap gap) {

    /** The position whose event tells whether a start still means what it meant; 0 for none. */
    static long checked(Start start) {
        return start instanceof Start.AfterCursor after ? after.cursor().position() : 0;
    }

    /** The place that a start asks for by name; -1 for none, and for one that means nothing in this journal. */
    long wanted(Start start, Extent extent) {
        if (gap != null && gap.reason() != Gap.Reason.TRUNCATED) {
            return -1;
        }
        if (start instanceof Start.AfterPosition after) {
            return after.position();
        }
        if (start instanceof Start.AfterCursor after) {
            return after.cursor().position();
        }
        return start instanceof Start.Latest ? extent.head() : -1;
    }

    static Beginning of(Start start, Extent extent) {
        if (start instanceof Start.Latest) {
            return new Beginning(extent.head(), null);
        }
        if (start instanceof Start.AfterPosition after) {
            return after(after.position(), extent);
        }
        if (start instanceof Start.AfterCursor after) {
            return after(after.cursor(), extent);
        }
        return new Beginning(extent.floor(), null);
    }

    private static Beginning after(Cursor cursor, Extent extent) {
        if (!cursor.epoch().equals(extent.epoch())) {
            return gap(Gap.Reason.EPOCH, cursor.position(), extent);
        }
        // Another event stands there now: the journal was restored from a backup and has grown again.
        if (extent.checkedId() != null && cursor.check() != 0
                && Cursor.after(extent.epoch(), cursor.position(), extent.checkedId()).check() != cursor.check()) {
            return gap(Gap.Reason.EPOCH, cursor.position(), extent);
        }
        return after(cursor.position(), extent);
    }

    private static Beginning after(long position, Extent extent) {
        if (position > extent.head()) {
            return gap(Gap.Reason.AHEAD, position, extent);
        }
        if (position < extent.floor()) {
            return gap(Gap.Reason.TRUNCATED, position, extent);
        }
        return new Beginning(position, null);
    }

    private static Beginning gap(Gap.Reason reason, long requested, Extent extent) {
        return new Beginning(extent.floor(), new Gap(reason, requested, extent.floor() + 1));
    }
}
