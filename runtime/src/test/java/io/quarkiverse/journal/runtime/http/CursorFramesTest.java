package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.subscribe.FrameSink;
import io.quarkiverse.journal.runtime.subscribe.Poll;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** With a clock that the test moves. */
class CursorFramesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now = Long.MAX_VALUE - SECOND;
    private final MovingPlace reading = new MovingPlace();
    private final CursorFrames frames = new CursorFrames(reading, new NdjsonFrames(), () -> now);

    private boolean append() {
        Buffer out = Buffer.buffer();
        boolean appended = frames.append(out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(
                appended ? "{\"control\":\"cursor\",\"cursor\":\"" + new Cursor("abcdefgh", reading.named, 0) + "\"}\n" : "");
        return appended;
    }

    @Test
    void tellsOnceASecondHoweverFarThePlaceMoves() {
        reading.place = 5;
        assertThat(append()).as("in the first second").isFalse();
        now += SECOND;
        assertThat(append()).isTrue();
        assertThat(append()).as("the place that it has told").isFalse();
        reading.place = 900;
        now += SECOND - 1;
        assertThat(append()).isFalse();
        now++;
        assertThat(append()).isTrue();
        assertThat(reading.named).isEqualTo(900);
    }

    @Test
    void isSilentForASecondAfterAnotherFrameHasTold() {
        now += SECOND;
        reading.place = 5;
        frames.told();
        assertThat(append()).isFalse();
        now += SECOND;
        assertThat(append()).isTrue();
    }

    @Property(tries = 300)
    void noTwoWithinASecondAndNoneInVain(@ForAll @Size(max = 200) List<@IntRange(max = 1_999) Integer> steps) {
        List<Long> told = new ArrayList<>();
        for (int step : steps) {
            now += step / 4 * SECOND / 100;
            switch (step % 4) {
                case 0 -> reading.place++;
                case 1 -> frames.told();
                default -> {
                    long before = reading.named;
                    if (append()) {
                        told.add(now);
                        assertThat(reading.named).isGreaterThan(before).isEqualTo(reading.place);
                    }
                }
            }
        }
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i) - told.get(i - 1)).isGreaterThanOrEqualTo(SECOND);
        }
    }

    /** A reading that comes to a place when the test says so. */
    private static final class MovingPlace implements Reading {

        private long place;
        private long named;

        @Override
        public Poll poll(int max, FrameSink sink) {
            return Poll.WAITING;
        }

        @Override
        public boolean hasBegun() {
            return true;
        }

        @Override
        public Cursor namePlace() {
            if (place == named) {
                return null;
            }
            named = place;
            return new Cursor("abcdefgh", place, 0);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
