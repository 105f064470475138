package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.InvalidKindException;
import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.ReservedKindException;

class FieldRefusalsTest {

    private static final String LONE = "a\ud800b";

    private final EventEncoder encoder = new EventEncoder(new ObjectMapper(), 65536);

    static Stream<Arguments> refused() {
        NewEvent plain = NewEvent.of(1);
        Map<String, String> noValue = new HashMap<>();
        noValue.put("h", null);
        Map<String, String> noName = new HashMap<>();
        noName.put(null, "h");
        return Stream.of(
                Arguments.of(plain.withKind(""), InvalidKindException.class, "kind", "1 to 64"),
                Arguments.of(plain.withKind("k".repeat(65)), InvalidKindException.class, "kind", "1 to 64"),
                Arguments.of(plain.withKind("a b"), InvalidKindException.class, "kind", "'a b'"),
                Arguments.of(plain.withKind("é"), InvalidKindException.class, "kind", "letters"),
                Arguments.of(plain.withKind("a\nb"), InvalidKindException.class, "kind", "'a?b'"),
                Arguments.of(plain.withId(""), InvalidEventException.class, "id", "1 to 128"),
                Arguments.of(plain.withId("i".repeat(129)), InvalidEventException.class, "id", "129 characters"),
                Arguments.of(plain.withId("a b"), InvalidEventException.class, "id", "visible ASCII"),
                Arguments.of(plain.withId("ä"), InvalidEventException.class, "id", "visible ASCII"),
                Arguments.of(plain.withId("a\n"), InvalidEventException.class, "id", "visible ASCII"),
                Arguments.of(plain.withKey("k".repeat(257)), InvalidEventException.class, "key", "257 bytes"),
                Arguments.of(plain.withKey("é".repeat(129)), InvalidEventException.class, "key", "258 bytes"),
                Arguments.of(plain.withKey("a\0b"), InvalidEventException.class, "key", "U+0000"),
                Arguments.of(plain.withKey(LONE), InvalidEventException.class, "key", "lone surrogate"),
                Arguments.of(plain.withKey("\udc00"), InvalidEventException.class, "key", "lone surrogate"),
                Arguments.of(plain.withKey("\ud800"), InvalidEventException.class, "key", "lone surrogate"),
                Arguments.of(plain.withCorrelationId("k".repeat(257)), InvalidEventException.class, "correlationId", "257"),
                Arguments.of(plain.withCorrelationId("\0"), InvalidEventException.class, "correlationId", "U+0000"),
                Arguments.of(plain.withCorrelationId(LONE), InvalidEventException.class, "correlationId", "surrogate"),
                Arguments.of(plain.withHeaders(Map.of("h", "x".repeat(8192))), InvalidEventException.class, "headers", "8192"),
                Arguments.of(plain.withHeaders(Map.of(LONE, "x")), InvalidEventException.class, "headers", "surrogate"),
                Arguments.of(plain.withHeaders(Map.of("h", LONE)), InvalidEventException.class, "headers", "surrogate"),
                Arguments.of(plain.withHeaders(noValue), InvalidEventException.class, "headers", "no value"),
                Arguments.of(plain.withHeaders(noName), InvalidEventException.class, "headers", "no name"),
                Arguments.of(plain.withTime(Instant.MIN), InvalidEventException.class, "time", "-4712"),
                Arguments.of(plain.withTime(Instant.MAX), InvalidEventException.class, "time", "294000"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedWithItsOwnTypeAndFieldAndMessage(NewEvent event, Class<?> type, String field, String message) {
        assertThatThrownBy(() -> encoder.encode("t", event))
                .isExactlyInstanceOf(type)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((InvalidEventException) e).field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = { "caught-up", "cursor", "end", "error", "gap", "open", "system", "topic-closed" })
    void aReservedKindIsRefusedAsSuch(String kind) {
        assertThatThrownBy(() -> encoder.encode("t", NewEvent.of(1).withKind(kind)))
                .isExactlyInstanceOf(ReservedKindException.class).hasMessageContaining(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ".t", "-t", "a b", "a/b", "ä", "a\n" })
    void aBadTopicIsRefused(String topic) {
        assertThatThrownBy(() -> encoder.encode(topic, NewEvent.of(1)))
                .isExactlyInstanceOf(InvalidTopicException.class)
                .satisfies(e -> assertThat(((InvalidEventException) e).field()).isEqualTo("topic"));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        NewEvent largest = NewEvent.of(1).withKind("k".repeat(64)).withId("~".repeat(128)).withKey("é".repeat(128))
                .withCorrelationId("😀".repeat(64)).withHeaders(Map.of("h", "x".repeat(8192 - 8)));
        assertThatCode(() -> encoder.encode("t".repeat(200), largest)).doesNotThrowAnyException();
        assertThatCode(() -> encoder.encode("t", NewEvent.of(1).withKey("").withCorrelationId(""))).doesNotThrowAnyException();
    }
}
