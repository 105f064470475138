package io.quarkiverse.journal.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

class JsonObjectBytesTest {

    private static String written(int capacity, String text) {
        byte[] json = new JsonObjectBytes(capacity)
                .number(JsonObjectBytes.name("n"), Long.MIN_VALUE)
                .text(JsonObjectBytes.name("s"), text)
                .raw(JsonObjectBytes.name("r"), "[1.0,\"ö\"]".getBytes(StandardCharsets.UTF_8))
                .text(JsonObjectBytes.name("t"), text)
                .end();
        return new String(json, StandardCharsets.UTF_8);
    }

    private static String writtenByJackson(String text) throws IOException {
        StringWriter written = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(written)) {
            out.writeStartObject();
            out.writeNumberField("n", Long.MIN_VALUE);
            out.writeStringField("s", text);
            out.writeFieldName("r");
            out.writeRawValue("[1.0,\"ö\"]");
            out.writeStringField("t", text);
            out.writeEndObject();
        }
        return written.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "e-1", "quote \" in it", "back\\slash", "\u0000\u0001\b\t\n\f\r\u001f\u007f\u0080", "ä",
            "a😀b\"ö", "\u2028\uffff", "/</script>" })
    void escapesAsJacksonDoes(String text) throws IOException {
        for (String each : new String[] { text, text + "x".repeat(250) + text }) {
            for (int capacity : new int[] { 1, 64, 4096 }) {
                assertThat(written(capacity, each)).isEqualTo(writtenByJackson(each));
            }
        }
    }
}
