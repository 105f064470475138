package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.runtime.event.EventData;

class PayloadFormTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final EventEncoder encoder = new EventEncoder(mapper, 65536);

    private String encode(Object payload) {
        return new String(encoder.encode("t", NewEvent.of(payload)).payload(), StandardCharsets.UTF_8);
    }

    @Test
    void lineBreaksBetweenTokensBecomeSpacesAndNothingElseChanges() {
        assertThat(encode(new RawJson("{\r\n\t\"b\" : 1,\n \"a\":\"\\n\"}\n"))).isEqualTo("{  \t\"b\" : 1,  \"a\":\"\\n\"} ");
    }

    @Test
    void aMapperThatIndentsGivesOneLine() {
        EventEncoder indenting = new EventEncoder(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT), 65536);
        String json = new String(indenting.encode("t", NewEvent.of(Map.of("a", List.of(1)))).payload(), StandardCharsets.UTF_8);
        assertThat(json).doesNotContain("\n", "\r").contains("\"a\"");
    }

    @Test
    void numbersKeepTheirDigits() {
        String digits = "1234567890".repeat(500);
        for (String number : List.of("1.00e5", "-0", "0.10", "1E+2", "1e999999999999", digits, digits + "." + digits)) {
            assertThat(encode(new RawJson(number))).isEqualTo(number);
        }
    }

    @Test
    void duplicateNamesAndTheirOrderAreKept() {
        assertThat(encode(new RawJson("{\"b\":1,\"a\":2,\"b\":3}"))).isEqualTo("{\"b\":1,\"a\":2,\"b\":3}");
    }

    @Test
    void anObjectThatChangesAfterTheCallDoesNotChangeTheEvent() {
        List<Object> payload = new ArrayList<>(List.of(1));
        Map<String, String> headers = new LinkedHashMap<>(Map.of("h", "before"));
        EventData event = encoder.encode("t", NewEvent.of(payload).withHeaders(headers));
        payload.set(0, "changed");
        headers.put("h", "after");
        assertThat(event.payload()).asString(StandardCharsets.UTF_8).isEqualTo("[1]");
        assertThat(event.headers()).asString(StandardCharsets.UTF_8).isEqualTo("{\"h\":\"before\"}");
    }

    @Test
    void nothingIsTheJsonValueNull() {
        assertThat(encode(null)).isEqualTo("null");
        assertThat(encode(mapper.nullNode())).isEqualTo("null");
    }
}
