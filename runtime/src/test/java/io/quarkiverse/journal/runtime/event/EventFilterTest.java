package io.quarkiverse.journal.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;

class EventFilterTest {

    @ParameterizedTest
    @CsvSource({ "orders, orders, true", "orders, orders2, false", "orders*, orders, true", "orders*, orders.eu, true",
            "orders*, order, false", "*, anything, true", "orders, Orders, false" })
    void topicsByNameAndByBeginning(String wanted, String topic, boolean matches) {
        assertThat(EventFilter.of(Subscription.to(wanted)).matchesTopic(topic)).isEqualTo(matches);
    }

    @Test
    void oneWildcardAmongTopicsMeansAllOfThem() {
        EventFilter filter = EventFilter.of(Subscription.to("a", "b*", "*"));
        assertThat(filter.allTopics()).isTrue();
        assertThat(filter.matchesTopic("zebra")).isTrue();
        assertThat(filter.singleTopic()).isNull();
    }

    @Test
    void namesAndBeginningsTogether() {
        EventFilter filter = EventFilter.of(Subscription.to("a", "b*"));
        assertThat(filter.matchesTopic("a")).isTrue();
        assertThat(filter.matchesTopic("b2")).isTrue();
        assertThat(filter.matchesTopic("a2")).isFalse();
        assertThat(filter.singleTopic()).isNull();
        assertThat(EventFilter.of(Subscription.to("a")).singleTopic()).isEqualTo("a");
    }

    @Test
    void oneValueInsideAFilterAllFiltersTogether() {
        EventFilter filter = EventFilter.of(Subscription.to("t").kinds("x", "y").keys("k").correlationIds("c"));
        assertThat(filter.matches(event("x", "k", "c", 0))).isTrue();
        assertThat(filter.matches(event("y", "k", "c", 0))).isTrue();
        assertThat(filter.matches(event("z", "k", "c", 0))).isFalse();
        assertThat(filter.matches(event("x", "other", "c", 0))).isFalse();
        assertThat(filter.matches(event("x", "k", null, 0))).as("a missing value is none of those wanted").isFalse();
    }

    @Test
    void runsAndSteps() {
        EventFilter filter = new EventFilter(Set.of(), java.util.List.of(), Set.of(), Set.of(), Set.of(), Set.of("r"),
                Set.of("s"), null);
        EventData with = new EventData("t", "x", "id", 0, null, null, null, "r", "s", null, new byte[0]);
        EventData without = new EventData("t", "x", "id", 0, null, null, null, "r", null, null, new byte[0]);
        assertThat(filter.matches(with)).isTrue();
        assertThat(filter.matches(without)).isFalse();
    }

    @Test
    void laterThanAnInstantIsStrictAlsoBelowMicroseconds() {
        EventFilter exact = since("2026-11-20T04:00:00.123456Z");
        long micros = EventJson.toMicros(Instant.parse("2026-11-20T04:00:00.123456Z"));
        assertThat(exact.matches(event("x", null, null, micros))).isFalse();
        assertThat(exact.matches(event("x", null, null, micros + 1))).isTrue();
        EventFilter between = since("2026-11-20T04:00:00.123456789Z");
        assertThat(between.matches(event("x", null, null, micros))).isFalse();
        assertThat(between.matches(event("x", null, null, micros + 1))).isTrue();
    }

    @Test
    void anInstantBeforeEverythingLetsEverythingPass() {
        long earliest = EventJson.toMicros(Instant.parse("-4712-01-01T00:00:00Z"));
        EventFilter filter = EventFilter.of(Subscription.to("t").since(Start.after(Instant.MIN)));
        assertThat(filter.matches(event("x", null, null, earliest))).isTrue();
    }

    @Test
    void anInstantAfterEverythingLetsNothingPass() {
        long latest = EventJson.toMicros(Instant.parse("+294000-01-01T00:00:00Z"));
        EventFilter filter = EventFilter.of(Subscription.to("t").since(Start.after(Instant.MAX)));
        assertThat(filter.matches(event("x", null, null, latest))).isFalse();
    }

    private static EventFilter since(String time) {
        return EventFilter.of(Subscription.to("t").since(Start.after(Instant.parse(time))));
    }

    private static EventData event(String kind, String key, String correlationId, long micros) {
        return new EventData("t", kind, "id", micros, key, correlationId, null, null, null, null, new byte[0]);
    }
}
