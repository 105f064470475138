package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Start;

class StreamRequestTest {

    private static final String CURSOR = Cursor.after("abcdefgh", 42, "id").toString();

    private static StreamRequest parse(String query) {
        return StreamRequest.parse("orders", Query.parse(query), null, List.of());
    }

    @Test
    void takesEverythingFromTheBeginningUnlessToldOtherwise() {
        StreamRequest request = parse(null);

        assertThat(request.subscription().topics()).containsExactly("orders");
        assertThat(request.subscription().start()).isEqualTo(Start.earliest());
        assertThat(request.subscription().sentinel()).isTrue();
        assertThat(request.subscription().live()).isTrue();
        assertThat(request.named()).isTrue();
        assertThat(request.form()).isEqualTo(MediaType.SSE);
    }

    @Test
    void prefersTheHeaderToLastEventIdToSinceToFull() {
        String query = "since=3&lastEventId=2&full=false";

        assertThat(StreamRequest.parse("t", Query.parse(query), "1", List.of()).subscription().start())
                .isEqualTo(Start.after(1));
        assertThat(StreamRequest.parse("t", Query.parse(query), "", List.of()).subscription().start())
                .isEqualTo(Start.after(2));
        assertThat(parse("since=3&full=false").subscription().start()).isEqualTo(Start.after(3));
        assertThat(parse("since=&full=false").subscription().start()).isEqualTo(Start.latest());
        assertThat(parse("since=&lastEventId=&full=true").subscription().start()).isEqualTo(Start.earliest());
    }

    @Test
    void readsEverySortOfStart() {
        assertThat(parse("since=" + CURSOR).subscription().start()).isEqualTo(Start.after(Cursor.parse(CURSOR)));
        assertThat(parse("since=9223372036854775807").subscription().start()).isEqualTo(Start.after(Long.MAX_VALUE));
        assertThat(parse("since=2026-11-20T05:00:00%2B01:00").subscription().start())
                .isEqualTo(Start.after(Instant.parse("2026-11-20T04:00:00Z")));
        assertThat(parse("since=earliest").subscription().start()).isEqualTo(Start.earliest());
        assertThat(parse("since=latest").subscription().start()).isEqualTo(Start.latest());
    }

    @Test
    void readsFilters() {
        StreamRequest request = parse("kind=a&kind=b&key=k%20%C3%A4&correlationId=c&run=r&step=s&named=false&sentinel=false"
                + "&live=false&access_token=whatever");

        assertThat(request.subscription().kinds()).containsExactlyInAnyOrder("a", "b");
        assertThat(request.subscription().keys()).containsExactly("k ä");
        assertThat(request.subscription().correlationIds()).containsExactly("c");
        assertThat(request.subscription().runs()).containsExactly("r");
        assertThat(request.subscription().steps()).containsExactly("s");
        assertThat(request.subscription().sentinel()).isFalse();
        assertThat(request.subscription().live()).isFalse();
        assertThat(request.named()).isFalse();
    }

    @Test
    void readsTopicsOfTheWholeJournal() {
        StreamRequest request = StreamRequest.parse(null, Query.parse("topic=orders&topic=audit.*"), null, List.of());

        assertThat(request.subscription().topics()).containsExactly("orders", "audit.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "since=abc", "since=-1", "since=9223372036854775808", "since=99999999999999999999999", "since=1.5", "since=%201",
            "since=2026-11-20", "since=2026-11-20T25:00:00Z", "since=2026-11-20T05:00:00+01:00", "since=now",
            "since=%2B999999999-12-31T23:59:59Z", "since=-5000-01-01T00:00:00Z", "since=EARLIEST", "since=1&since=2",
            "since=%D9%A3",
            "lastEventId=x", "since=1&lastEventId=x", "since=x&lastEventId=1",
            "full=", "full=1", "full=TRUE", "full=yes", "full", "live=0", "sentinel=no", "named=", "live=true&live=false",
            "kind=", "kind=%", "kind=%4", "kind=%zz", "key=%FF", "key=%C3%28", "key=%ED%A0%80", "key=%00", "key=\u00e4",
            "topic=orders" })
    void refusesWhatIsMalformed(String query) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> parse(query));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().detail()).doesNotContain("Exception").isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = { "x", "-1", "9223372036854775808" })
    void refusesAMalformedHeader(String lastEventId) {
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> StreamRequest.parse("t", Query.parse("since=1"), lastEventId, List.of()));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().detail()).contains("Last-Event-ID");
    }

    @ParameterizedTest
    @ValueSource(strings = { "-orders", "a b", "", "a/b", "a*", "*" })
    void refusesABadTopicInThePath(String topic) {
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> StreamRequest.parse(topic, Query.parse(null), null, List.of()));

        assertThat(refused.problem().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = { "topic=", "topic=a%20b", "topic=**", "topic=a*b" })
    void refusesABadTopicInTheQuery(String query) {
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> StreamRequest.parse(null, Query.parse(query), null, List.of()));

        assertThat(refused.problem().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "*/*|SSE", "text/*|SSE", "text/event-stream|SSE", "application/x-ndjson|NDJSON", "application/*|NDJSON",
            "TEXT/EVENT-STREAM; charset=utf-8|SSE", "text/html, application/xhtml+xml, */*;q=0.8|SSE",
            "text/event-stream;q=0.5, application/x-ndjson|NDJSON", "*/*, text/event-stream;q=0|NDJSON" })
    void negotiates(String accept, MediaType form) {
        assertThat(MediaType.negotiate(List.of(accept), MediaType.STREAMS)).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/html", "application/json", "text/event-stream;q=0", "nonsense" })
    void refusesToGiveWhatItHasNot(String accept) {
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> MediaType.negotiate(List.of(accept), MediaType.STREAMS));

        assertThat(refused.problem().status()).isEqualTo(406);
        assertThat(refused.problem().detail()).contains("text/event-stream, application/x-ndjson");
    }
}
