package io.quarkiverse.journal.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

class BoundedParsersTest {

    /** Like those that parse payloads. A name that was interned would be held by nobody else. */
    private final BoundedParsers parsers = new BoundedParsers(
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build());

    private WeakReference<String> parse(int number, int length) throws IOException {
        byte[] json = ("{\"" + number + "-" + "n".repeat(length) + "\":1}").getBytes(StandardCharsets.US_ASCII);
        try (JsonParser in = parsers.parse(json)) {
            in.nextToken();
            in.nextToken();
            WeakReference<String> name = new WeakReference<>(in.currentName());
            in.nextToken();
            in.nextToken();
            assertThat(in.nextToken()).isNull();
            return name;
        }
    }

    @Test
    void longNamesAreNotRememberedForEver() throws IOException {
        List<WeakReference<String>> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add(parse(i, 40_000));
        }
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(names).filteredOn(name -> name.get() != null).hasSizeLessThan(120);
        });
    }

    @Test
    void shortNamesAreNotParsedAnewEachTime() throws IOException {
        WeakReference<String> first = parse(1, 10);
        String held = first.get();
        assertThat(parse(1, 10).get()).isSameAs(held);
    }
}
