package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Gap.Reason;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.TopicFloors.Raised;
import io.quarkiverse.journal.runtime.store.Trimmed;

class BeginningTest {

    private static final String EPOCH = "abcdefgh";
    private static final String OTHER_EPOCH = "zzzzzzzz";

    /** Positions 4 to 9 are kept; the event at 6 is the one that cursors were made from. */
    private static final Extent PRESENT = extent(3, 9, "id6");
    private static final Extent EMPTY = extent(0, 0, null);
    private static final Extent ALL_REMOVED = extent(9, 9, null);

    @ParameterizedTest
    @MethodSource
    void aStartThatCanBeHonoured(Start start, Extent extent, long place) {
        assertThat(Beginning.of(start, opening(start, extent), true)).isEqualTo(new Beginning(place, List.of()));
        assertThat(Beginning.of(start, opening(start, extent), false)).isEqualTo(new Beginning(place, List.of()));
    }

    static Stream<Arguments> aStartThatCanBeHonoured() {
        return Stream.of(
                arguments(Start.earliest(), PRESENT, 3),
                arguments(Start.earliest(), EMPTY, 0),
                arguments(Start.earliest(), ALL_REMOVED, 9),
                arguments(Start.latest(), PRESENT, 9),
                arguments(Start.latest(), EMPTY, 0),
                arguments(Start.after(Instant.EPOCH), PRESENT, 3),
                arguments(Start.after(3), PRESENT, 3),
                arguments(Start.after(6), PRESENT, 6),
                arguments(Start.after(9), PRESENT, 9),
                arguments(Start.after(0), EMPTY, 0),
                arguments(Start.after(9), ALL_REMOVED, 9),
                arguments(Start.after(Cursor.after(EPOCH, 6, "id6")), PRESENT, 6),
                arguments(Start.after(Cursor.beginning(EPOCH)), EMPTY, 0),
                // The cursor of a head whose event is not kept has no check; nor can one be made where nothing stands.
                arguments(Start.after(new Cursor(EPOCH, 6, 0)), PRESENT, 6),
                arguments(Start.after(Cursor.after(EPOCH, 9, "id9")), ALL_REMOVED, 9));
    }

    @ParameterizedTest
    @MethodSource
    void aStartThatCannot(Start start, Extent extent, Reason reason, long requested) {
        long first = extent.floor() + 1;
        assertThat(Beginning.of(start, opening(start, extent), true))
                .isEqualTo(new Beginning(extent.floor(), List.of(new Gap(reason, requested, first))));
        assertThat(Beginning.of(start, opening(start, extent), false)).isEqualTo(new Beginning(extent.floor(), List.of(
                new Gap(reason, requested, first, reason == Reason.TRUNCATED ? "t" : null))));
    }

    @Test
    void eachTopicThatLostEventsHasItsGap() {
        Raised raised = new Raised(1, List.of(new Trimmed("a", 5, 8), new Trimmed("b", 6, 7)));
        assertThat(Beginning.of(Start.after(4), new Opening(PRESENT, raised, null), false)).isEqualTo(new Beginning(4, List.of(
                new Gap(Reason.TRUNCATED, 4, 8, "a"), new Gap(Reason.TRUNCATED, 4, 7, "b"))));
        assertThat(Beginning.of(Start.earliest(), new Opening(PRESENT, raised, null), false))
                .isEqualTo(new Beginning(3, List.of()));
    }

    @Test
    void aTopicThatLostNothingHasNoGapThoughTheJournalDid() {
        assertThat(Beginning.of(Start.after(2), new Opening(PRESENT, new Raised(1, List.of()), null), true))
                .isEqualTo(new Beginning(3, List.of()));
    }

    /** One topic that has lost everything up to the journal's floor. */
    private static Opening opening(Start start, Extent extent) {
        return new Opening(extent, new Raised(1, Beginning.wanted(start, extent) >= extent.floor() ? List.of()
                : List.of(new Trimmed("t", extent.floor(), extent.floor() + 1))), null);
    }

    static Stream<Arguments> aStartThatCannot() {
        return Stream.of(
                arguments(Start.after(2), PRESENT, Reason.TRUNCATED, 2),
                arguments(Start.after(0), PRESENT, Reason.TRUNCATED, 0),
                arguments(Start.after(Cursor.beginning(EPOCH)), PRESENT, Reason.TRUNCATED, 0),
                arguments(Start.after(8), ALL_REMOVED, Reason.TRUNCATED, 8),
                arguments(Start.after(10), PRESENT, Reason.AHEAD, 10),
                arguments(Start.after(Long.MAX_VALUE), EMPTY, Reason.AHEAD, Long.MAX_VALUE),
                arguments(Start.after(Cursor.after(EPOCH, 10, "id10")), extent(3, 9, null), Reason.AHEAD, 10),
                arguments(Start.after(Cursor.after(OTHER_EPOCH, 6, "id6")), PRESENT, Reason.EPOCH, 6),
                arguments(Start.after(Cursor.beginning(OTHER_EPOCH)), EMPTY, Reason.EPOCH, 0),
                // Restored from a backup and grown again: another event stands there now.
                arguments(Start.after(Cursor.after(EPOCH, 6, "another")), PRESENT, Reason.EPOCH, 6));
    }

    @Test
    void onlyACursorNeedsItsEventLookedAt() {
        assertThat(Beginning.checked(Start.after(Cursor.after(EPOCH, 6, "id6")))).isEqualTo(6);
        assertThat(Beginning.checked(Start.after(6))).isZero();
        assertThat(Beginning.checked(Start.latest())).isZero();
    }

    private static Extent extent(long floor, long head, String checkedId) {
        return new Extent(EPOCH, floor, head, new Cursor(EPOCH, head, 0), checkedId, 0);
    }
}
