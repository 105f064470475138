package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MovePauseTest {

    private static final long BEGAN = Long.MAX_VALUE - 5;

    private static Duration pauseAfter(long nanos, long events) {
        MovePause pause = new MovePause(BEGAN);
        assertThat(pause.isOver(BEGAN)).isTrue();
        long ended = BEGAN + nanos;
        pause.moved(BEGAN, ended, events);
        assertThat(pause.isOver(pause.end() - 1)).isEqualTo(pause.end() == ended);
        assertThat(pause.isOver(pause.end())).isTrue();
        return Duration.ofNanos(pause.end() - ended);
    }

    @Property
    void whoeverCommitsRarelyWaitsNoLongerThanMovesTake(@ForAll @LongRange(min = 1, max = 60_000_000_000L) long nanos,
            @ForAll @IntRange(max = 10) int events) {
        assertThat(pauseAfter(nanos, events)).isLessThanOrEqualTo(Duration.ofMillis(3))
                .isLessThanOrEqualTo(Duration.ofNanos(Math.max(2 * nanos, events * 200_000L)));
    }

    @Property
    void theMoreEventsThereAreTheMoreOfThemShareAMove(@ForAll @LongRange(min = 1, max = 60_000_000_000L) long nanos,
            @ForAll @IntRange(max = 100_000) int events) {
        assertThat(pauseAfter(nanos, events + 1)).isGreaterThanOrEqualTo(pauseAfter(nanos, events))
                .isLessThanOrEqualTo(Duration.ofMillis(12));
    }
}
