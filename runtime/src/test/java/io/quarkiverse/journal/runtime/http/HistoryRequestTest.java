package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.Start;

class HistoryRequestTest {

    private static HistoryRequest parse(String query) {
        return HistoryRequest.parse("orders", Query.parse(query), List.of());
    }

    @Test
    void givesTheFirstHundredUnlessToldOtherwise() {
        HistoryRequest request = parse(null);

        assertThat(request.since()).isEqualTo(Start.earliest());
        assertThat(request.before()).isNull();
        assertThat(request.limit()).isEqualTo(100);
        assertThat(request.range().descending()).isFalse();
        assertThat(request.form()).isEqualTo(MediaType.JSON);
    }

    @Test
    void hasNoLimitAsLines() {
        HistoryRequest request = HistoryRequest.parse("t", Query.parse(null), List.of("application/x-ndjson"));

        assertThat(request.limit()).isEqualTo(HistoryRequest.UNLIMITED);
        assertThat(request.firstPage()).isEqualTo(1_000);
    }

    @Test
    void roundsInstantsUpToMicroseconds() {
        HistoryRequest request = parse("from=1970-01-01T00:00:00.000001Z&to=1970-01-01T00:00:00.000001001Z&order=desc");

        assertThat(request.range().fromMicros()).isEqualTo(1);
        assertThat(request.range().toMicros()).isEqualTo(2);
        assertThat(request.range().descending()).isTrue();
        assertThat(parse("from=1969-12-31T23:59:59.999999999Z").range().fromMicros()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "limit=0", "limit=1001", "limit=-1", "limit=", "limit=ten", "limit=1.0", "limit=%2B5", "limit=99999999999999999",
            "limit=1&limit=2", "limit=%D9%A3",
            "order=", "order=up", "order=ASC",
            "before=earliest", "before=latest", "before=2026-11-20T04:00:00Z", "before=x", "before=9223372036854775808",
            "since=x", "from=x", "from=1", "to=2026-11-20", "to=%2B999999999-12-31T23:59:59Z", "from=a&from=b" })
    void refusesWhatIsMalformed(String query) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> parse(query));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().detail()).doesNotContain("Exception").isNotBlank();
    }

    @Test
    void writesTheQueryOfTheNextPage() {
        Query query = Query.parse("kind=a&kind=b+c&since=earliest&key=%C3%A4%26");

        assertThat(query.encodedWith("since", "123")).isEqualTo("kind=a&kind=b+c&since=123&key=%C3%A4%26");
        assertThat(Query.parse(query.encodedWith("since", "123")).all("key")).containsExactly("ä&");
    }
}
