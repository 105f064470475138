package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ReadingStateTest {

    @Property
    void anyMovesKeepPlaceSentinelAndLimit(@ForAll @LongRange(max = 50) long start, @ForAll @LongRange(max = 50) long target,
            @ForAll @Size(max = 40) List<@LongRange(max = 80) Long> moves) {
        ReadingState state = ReadingState.startingAt(start, target);
        int sentinels = 0;
        for (long move : moves) {
            if (state.sentinelIsDue()) {
                state = state.afterSentinel();
                sentinels++;
            }
            ReadingState before = state;
            if (move > state.limit()) {
                assertThatThrownBy(() -> before.movedTo(move)).isInstanceOf(IllegalStateException.class);
                assertThat(state.caughtUp()).isFalse();
            } else {
                state = state.movedTo(move);
                assertThat(state.place()).isEqualTo(Math.max(before.place(), move));
            }
            assertThat(state.target()).isEqualTo(target);
            assertThat(state.caughtUp()).isEqualTo(sentinels == 1);
            if (!state.caughtUp()) {
                assertThat(state.place()).as("nothing beyond the target before the sentinel")
                        .isLessThanOrEqualTo(Math.max(start, target));
            }
        }
        assertThat(sentinels).isLessThanOrEqualTo(1);
    }

    @Test
    void theSentinelOfAnEmptyJournalIsDueAtOnce() {
        assertThat(ReadingState.startingAt(0, 0).sentinelIsDue()).isTrue();
    }

    @Test
    void theSentinelIsDueAtOnceBeyondTheTarget() {
        assertThat(ReadingState.startingAt(9, 7).sentinelIsDue()).isTrue();
    }

    @Test
    void theSentinelComesNeitherEarlyNorTwice() {
        ReadingState state = ReadingState.startingAt(3, 5);
        assertThatThrownBy(state::afterSentinel).isInstanceOf(IllegalStateException.class);
        ReadingState after = state.movedTo(5).afterSentinel();
        assertThatThrownBy(after::afterSentinel).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void placesAndTargetsAreNotNegative() {
        assertThatThrownBy(() -> ReadingState.startingAt(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadingState.startingAt(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
