package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class GeneratedIdTest {

    private final Set<String> seen = new HashSet<>();

    @Property
    void isAUuidOfVersion7ThatBeginsWithItsTime(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis) {
        String text = UuidV7.at(millis);
        UUID id = UUID.fromString(text);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
        assertThat(text).hasSize(36).isLowerCase();
        assertThat(seen.add(text)).isTrue();
    }
}
