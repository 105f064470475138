package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Trimmed;

/**
 * Where a reading really begins, given what the journal is.
 *
 * @param place strictly after this position
 * @param gaps what has to be said first, if the wanted place cannot be honoured
 */
record Beginning(long place, List<Gap> gaps) {

    /** The position whose event tells whether a start still means what it meant; 0 for none. */
    static long checked(Start start) {
        return start instanceof Start.AfterCursor after ? after.cursor().position() : 0;
    }

    /**
     * @param ofOneTopic whether only one topic is read
     */
    static Beginning of(Start start, Opening opening, boolean ofOneTopic) {
        Extent extent = opening.extent();
        List<Trimmed> trimmed = opening.raised().topics();
        long wanted = wanted(start, extent);
        long place = Math.max(wanted, ofOneTopic && !trimmed.isEmpty() ? trimmed.get(0).floor() : extent.floor());
        Gap.Reason wrong = wrong(start, extent);
        if (wrong != null) {
            long first = ofOneTopic && !trimmed.isEmpty() ? trimmed.get(0).first() : extent.floor() + 1;
            return new Beginning(place, List.of(new Gap(wrong, requested(start), first)));
        }
        return new Beginning(place, start instanceof Start.Earliest || start instanceof Start.AfterTime ? List.of()
                : truncated(wanted, trimmed, ofOneTopic));
    }

    /** One gap for each topic that lost events after a place. */
    static List<Gap> truncated(long place, List<Trimmed> trimmed, boolean ofOneTopic) {
        return trimmed.stream()
                .map(topic -> new Gap(Gap.Reason.TRUNCATED, place, topic.first(), ofOneTopic ? null : topic.topic())).toList();
    }

    /** The place that a start asks for by name; -1 for none, and for one that means nothing in this journal. */
    static long named(Start start, Extent extent) {
        return start instanceof Start.Latest || isPlace(start) && wrong(start, extent) == null ? wanted(start, extent) : -1;
    }

    /** The place that a reader names by its start, and so knows already; 0 for none, and for one that means nothing here. */
    static long namedByReader(Start start, Extent extent) {
        return start instanceof Start.Latest ? 0 : Math.max(0, named(start, extent));
    }

    /** After which position a start wants events. One that cannot be honoured gets everything that is kept. */
    static long wanted(Start start, Extent extent) {
        if (start instanceof Start.Latest) {
            return extent.head();
        }
        return isPlace(start) && wrong(start, extent) == null ? requested(start) : extent.floor();
    }

    /** Why a start means nothing in this journal. */
    static Gap.@Nullable Reason wrong(Start start, Extent extent) {
        if (start instanceof Start.AfterCursor after && isOfAnotherHistory(after.cursor(), extent)) {
            return Gap.Reason.EPOCH;
        }
        return isPlace(start) && requested(start) > extent.head() ? Gap.Reason.AHEAD : null;
    }

    private static boolean isOfAnotherHistory(Cursor cursor, Extent extent) {
        // By the check: another event stands there now, since the journal was restored from a backup and has grown again.
        return !cursor.epoch().equals(extent.epoch()) || extent.checkedId() != null && cursor.check() != 0
                && Cursor.after(extent.epoch(), cursor.position(), extent.checkedId()).check() != cursor.check();
    }

    private static boolean isPlace(Start start) {
        return start instanceof Start.AfterPosition || start instanceof Start.AfterCursor;
    }

    private static long requested(Start start) {
        return start instanceof Start.AfterPosition after ? after.position() : checked(start);
    }
}
