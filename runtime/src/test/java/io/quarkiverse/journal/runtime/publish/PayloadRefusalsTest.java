package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.PayloadTooLargeException;
import io.quarkiverse.journal.RawJson;

class PayloadRefusalsTest {

    private static final int LARGEST = 4096;

    private final EventEncoder encoder = new EventEncoder(new ObjectMapper(), LARGEST);

    public record Raw(@JsonRawValue String raw) {
    }

    public static final class Unwritable {

        public String getValue() {
            throw new IllegalStateException("not now");
        }
    }

    public static final class Cycle {

        public Cycle getSelf() {
            return this;
        }
    }

    private byte[] encode(Object payload) {
        return encoder.encode("t", NewEvent.of(payload)).payload();
    }

    private void refused(Object payload, String message) {
        assertThatThrownBy(() -> encode(payload)).isExactlyInstanceOf(PayloadEncodingException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((InvalidEventException) e).field()).isEqualTo("payload"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{", "[1,]", "{'a':1}", "tru", "nulll", "NaN", "-Infinity", "01", "1.", ".5", "+1", "\"a",
            "// x\n1",
            "\"\t\"", "\"\n\"", "\"\\x\"", "\"\\u12g4\"", "[1]]", "{\"a\"}", "{a:1}", "\u00a01", "1x", "＂", "0x1", "1e" })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> encode(new RawJson(text))).isExactlyInstanceOf(PayloadEncodingException.class)
                .hasMessageContaining("JSON");
    }

    @ParameterizedTest
    @CsvSource({ "1 2", "{}{}", "\"a\"\"b\"", "[] 1" })
    void twoValuesAreRefused(String text) {
        assertThatThrownBy(() -> encode(new RawJson(text))).isExactlyInstanceOf(PayloadEncodingException.class);
        refused(new RawJson("{} {}"), "more than one");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\r\n" })
    void nothingIsRefused(String text) {
        refused(new RawJson(text), "empty");
    }

    @Test
    void aByteOrderMarkIsRefused() {
        refused(new RawJson("\ufeff1"), "byte order mark");
    }

    @Test
    void aRawZeroIsRefused() {
        refused(new RawJson("1\0"), "U+0000");
        refused(new RawJson("\0\0\0001"), "U+0000");
    }

    @Test
    void aLoneSurrogateIsRefused() {
        refused(new RawJson("\"\ud800\""), "lone surrogate");
    }

    @Test
    void deeperThanFiveHundredLevelsIsRefused() {
        assertThat(encode(new RawJson("[".repeat(500) + "]".repeat(500)))).hasSize(1000);
        refused(new RawJson("[".repeat(501) + "]".repeat(501)), "500 levels");
        refused(new RawJson("{\"a\":".repeat(501) + "1" + "}".repeat(501)), "500 levels");
    }

    @Test
    void theSizeIsThatOfTheEncodedBytes() {
        assertThat(encode("x".repeat(LARGEST - 2))).hasSize(LARGEST);
        assertThat(encode(new RawJson("\"" + "é".repeat(LARGEST / 2 - 1) + "\""))).hasSize(LARGEST);
        for (Object large : new Object[] { "x".repeat(LARGEST - 1), new RawJson("\"" + "é".repeat(LARGEST / 2) + "\""),
                new RawJson("1".repeat(LARGEST + 1)) }) {
            assertThatThrownBy(() -> encode(large)).isExactlyInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining("at most " + LARGEST).hasMessageContaining("max-payload-size");
        }
    }

    @Test
    void whatJacksonCannotWriteIsRefusedByItsClass() {
        refused(new Object(), "java.lang.Object");
        refused(new Unwritable(), "not now");
        refused(new Cycle(), "Cycle");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{", "1,\"more\":2}{", "", "nothing", "'a'" })
    void garbageInARawValueIsRefusedAtTheCall(String raw) {
        if (raw.startsWith("1,")) {
            // The result is two values, though each of them is one.
            assertThatThrownBy(() -> encode(new Raw(raw))).isExactlyInstanceOf(PayloadEncodingException.class);
        } else {
            refused(new Raw(raw), "no JSON");
        }
    }

    @Test
    void aRawValueThatLeavesJacksonAsNoUtf8IsRefused() {
        // Two low surrogates: the generator makes four bytes of them that stand for no character.
        assertThatThrownBy(() -> encode(new Raw("\"\udc00\udc00\""))).isExactlyInstanceOf(PayloadEncodingException.class);
    }

    @Test
    void aRefusalShowsNothingOfThePayload() {
        assertThatThrownBy(() -> encode(new RawJson("{\"secret\":hunter2}")))
                .hasMessageNotContaining("hunter2").hasMessageNotContaining("secret");
    }

    @Test
    void whatIsStoredIsUtf8() {
        assertThat(new String(encode("é😀"), StandardCharsets.UTF_8)).contains("é");
    }
}
