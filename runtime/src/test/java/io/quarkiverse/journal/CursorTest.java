package io.quarkiverse.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CursorTest {

    private static final String EPOCH = "0a1b2c3d";

    @Provide
    Arbitrary<String> epochs() {
        return Arbitraries.strings().withCharRange('a', 'z').withCharRange('0', '9').ofLength(Cursor.EPOCH_LENGTH);
    }

    /** As many of every length as of the longest. */
    @Provide
    Arbitrary<Long> positions() {
        return Arbitraries.integers().between(0, 62).flatMap(
                bits -> Arbitraries.longs().between(0, Long.MAX_VALUE >>> bits));
    }

    @Property
    void whatIsPrintedIsReadBack(@ForAll("epochs") String epoch, @ForAll("positions") long position,
            @ForAll @IntRange(max = (1 << 30) - 1) int check) {
        Cursor cursor = new Cursor(epoch, position, check);
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[0-9a-z]+");
    }

    @Property
    void textsSortInTheOrderOfTheJournal(@ForAll("positions") long one, @ForAll("positions") long other,
            @ForAll String oneId, @ForAll String otherId) {
        Cursor first = Cursor.after(EPOCH, one, oneId);
        Cursor second = Cursor.after(EPOCH, other, otherId);
        if (one != other) {
            assertThat(Integer.signum(first.toString().compareTo(second.toString()))).isEqualTo(Long.compare(one, other));
            assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(one, other));
        }
    }

    @Property
    void theCheckTellsEventsApart(@ForAll("positions") long position, @ForAll @IntRange(min = 0, max = 9_999) int one,
            @ForAll @IntRange(min = 0, max = 9_999) int other) {
        if (one != other) {
            assertThat(Cursor.after(EPOCH, position, "order-" + one).check())
                    .isNotEqualTo(Cursor.after(EPOCH, position, "order-" + other).check());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "1", "10a1b2c3d", "10a1b2c3d10", "10a1b2c3d10000000x", "20a1b2c3d10000000",
            "10a1b2c3d20000000",
            "10a1b2c3d201000000", "10A1B2C3D10000000", "10a1b2c3d1w000000", "10a1b2c3d10zzzzzz", " 10a1b2c3d10000000",
            "10a1b2c3d10000000\n", "10a1b2c3d00000000", "10a1b2c3ddvvvvvvvvvvvvv000000", "10a1b2c3de00000000000000000000",
            "10a1b2c3d1-000000", "１0a1b2c3d10000000" })
    void whatIsNoCursorIsRefused(String text) {
        assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOf(MalformedStartException.class)
                .hasMessageContaining("no cursor");
    }

    @Property(tries = 2000)
    void noTextIsReadAsAnythingButWhatItIs(@ForAll("nearlyCursors") String text) {
        try {
            assertThat(Cursor.parse(text)).hasToString(text);
        } catch (MalformedStartException e) {
            assertThat(e).hasMessageContaining("no cursor");
        }
    }

    @Provide
    Arbitrary<String> nearlyCursors() {
        Arbitrary<String> digits = Arbitraries.strings().withCharRange('0', '9').withCharRange('a', 'w').ofMinLength(1)
                .ofMaxLength(22);
        return digits.map(tail -> "1" + EPOCH + tail);
    }
}
