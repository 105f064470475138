package io.quarkiverse.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "a b", "a\tb", "\u007f", "ü" })
    void aKeyIsVisibleAscii(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> AppendOptions.idempotent(key))
                .withMessageContaining("1 to 255 visible ASCII characters");
    }

    @Test
    void aKeyHasItsLimit() {
        assertThat(AppendOptions.idempotent("!~" + "k".repeat(253)).idempotencyKey()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> AppendOptions.idempotent("k".repeat(256)))
                .withMessageContaining("256");
    }

    @Test
    void aPositionIsNotNegative() {
        assertThat(AppendOptions.expecting(0).expectedPosition()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> AppendOptions.expecting(-1)).withMessageContaining("-1");
    }

    @Test
    void bothGoTogether() {
        assertThat(AppendOptions.idempotent("k").withExpectedPosition(3)).isEqualTo(new AppendOptions("k", 3L))
                .isEqualTo(AppendOptions.expecting(3).withIdempotencyKey("k"));
        assertThat(AppendOptions.none()).isEqualTo(new AppendOptions(null, null));
    }
}
