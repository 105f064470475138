package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;

class FingerprintTest {

    private static final Instant TIME = Instant.parse("2026-11-20T04:00:00.123456Z");
    private static final NewEvent EVENT = NewEvent.of("p");

    private final EventEncoder encoder = new EventEncoder(new ObjectMapper(), 1_000);

    private String of(NewEvent... events) {
        Fingerprint fingerprint = Objects.requireNonNull(Fingerprint.wantedBy(AppendOptions.idempotent("k")));
        for (NewEvent event : events) {
            fingerprint.add(event, encoder.encode("t", event));
        }
        return HexFormat.of().formatHex(Fingerprint.of(fingerprint));
    }

    @Test
    void onlyAKeyNeedsOne() {
        assertThat(Fingerprint.wantedBy(AppendOptions.none())).isNull();
        assertThat(Fingerprint.wantedBy(AppendOptions.expecting(1))).isNull();
        assertThat(Fingerprint.of(null)).isNull();
    }

    /** Receipts outlive releases: a retry after an upgrade must not be a conflict. */
    @Test
    void staysTheSameFromReleaseToRelease() {
        assertThat(of(EVENT.withId("i").withTime(TIME).withKey("a").withCorrelationId("b").withIndex(1L)
                .withHeaders(Map.of("h", "v")), EVENT))
                .isEqualTo("4213bfd2cb2388533925d9e0d59352bc3e981cb2cbd96e8eb87234c794991627");
    }

    @Test
    void whatTheJournalMakesDoesNotCount() {
        assertThat(of(EVENT)).isEqualTo(of(EVENT));
        assertThat(of(EVENT.withTime(TIME))).isEqualTo(of(EVENT.withTime(TIME.plusNanos(999))));
    }

    @Test
    void theOrderOfHeadersDoesNotCount() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("b", "2");
        headers.put("a", "1");
        Map<String, String> others = new LinkedHashMap<>();
        others.put("a", "1");
        others.put("b", "2");
        assertThat(of(EVENT.withHeaders(headers))).isEqualTo(of(EVENT.withHeaders(others)));
    }

    @Test
    void everythingThatIsGivenCounts() {
        List<String> fingerprints = Stream.of(EVENT, EVENT.withKind("k"), EVENT.withId("k"), EVENT.withKey("k"),
                EVENT.withCorrelationId("k"), EVENT.withIndex(1L), EVENT.withIndex(0L), EVENT.withTime(TIME),
                EVENT.withTime(TIME.plusNanos(1_000)), EVENT.withHeaders(Map.of("k", "v")), EVENT.withHeaders(Map.of("v", "k")),
                NewEvent.of("q"), NewEvent.of(new RawJson("\"p\" ")), EVENT.withKey("kk"), EVENT.withKey("k").withId("k"))
                .map(this::of).collect(Collectors.toList());
        fingerprints.add(of());
        fingerprints.add(of(EVENT, EVENT));
        fingerprints.add(of(EVENT, EVENT.withKind("k")));
        fingerprints.add(of(EVENT.withKind("k"), EVENT));
        assertThat(fingerprints).doesNotHaveDuplicates();
    }
}
