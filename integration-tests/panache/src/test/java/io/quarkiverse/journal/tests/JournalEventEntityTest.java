package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.panache.JournalEventEntity;
import io.quarkus.panache.common.Sort;
import io.quarkus.test.QuarkusUnitTest;

/** Events are found by their attributes, and are what was published. */
class JournalEventEntityTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EventQueries.class))
            .overrideConfigKey("quarkus.journal.schema", "entity_attributes");

    @Inject
    Journal journal;

    @Inject
    ObjectMapper mapper;

    static boolean published;

    @BeforeEach
    void publish() {
        if (!published) {
            append("orders", NewEvent.of(new RawJson("{\"n\": 1.0 }")).withKind("placed").withKey("c-1")
                    .withCorrelationId("o-1").withIndex(7).withId("first")
                    .withTime(Instant.parse("2026-01-02T03:04:05.123456Z"))
                    .withHeaders(Map.of("b", "2")));
            append("orders", NewEvent.of(2).withKind("paid").withKey("c-1").withCorrelationId("o-1"));
            append("payments", NewEvent.of(3).withKind("paid").withKey("c-1"));
            append("orders", NewEvent.of(4));
            append("orders", NewEvent.of(5).withKind("paid").withKey("c-2"));
            journal.close("payments").await().atMost(SOON);
            published = true;
        }
    }

    private Receipt append(String topic, NewEvent event) {
        return journal.append(topic, event).await().atMost(SOON);
    }

    private static List<Long> positions(List<JournalEventEntity> events) {
        return events.stream().map(JournalEventEntity::getPosition).toList();
    }

    @Test
    @Transactional
    void anEventIsWhatWasPublished() throws JsonProcessingException {
        JournalEventEntity event = JournalEventEntity.findById(1L);
        assertThat(event.getPosition()).isEqualTo(1);
        assertThat(event.getTopic()).isEqualTo("orders");
        assertThat(event.getKind()).isEqualTo("placed");
        assertThat(event.getEventId()).isEqualTo("first");
        assertThat(event.getTime()).isEqualTo("2026-01-02T03:04:05.123456Z");
        assertThat(event.getRecorded()).isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
        assertThat(event.getKey()).isEqualTo("c-1");
        assertThat(event.getCorrelationId()).isEqualTo("o-1");
        assertThat(event.getIndex()).isEqualTo(7);
        assertThat(event.getRun()).isNull();
        assertThat(event.getStep()).isNull();
        assertThat(event.getHeaders()).containsExactly(Map.entry("b", "2"));
        assertThat(event.getPayload()).isEqualTo(new RawJson("{\"n\": 1.0 }"));
        assertThat(mapper.writeValueAsString(event)).contains("\"payload\":{\"n\": 1.0 }", "\"headers\":{\"b\":\"2\"}");
    }

    @Test
    @Transactional
    void whatAnEventHasNotIsAbsent() {
        JournalEventEntity event = JournalEventEntity.findById(4L);
        assertThat(event.getKey()).isNull();
        assertThat(event.getCorrelationId()).isNull();
        assertThat(event.getIndex()).isNull();
        assertThat(event.getHeaders()).isEmpty();
    }

    @Test
    @Transactional
    void everyAttributeCanBeAskedFor() {
        assertThat(positions(JournalEventEntity
                .<JournalEventEntity> find("topic = ?1 and kind = ?2", Sort.by("position"), "orders", "paid").list()))
                .containsExactly(2L, 5L);
        for (String query : List.of("kind = 'placed'", "eventId = 'first'", "key = 'c-1' and index = 7",
                "correlationId = 'o-1' and kind <> 'paid'", "position = 1", "position < 2", "headers is not null",
                "payload = '{\"n\": 1.0 }'", "time < {ts '2026-01-02 03:04:06Z'}",
                "run is null and step is null and position = 1 and recorded > time")) {
            assertThat(positions(JournalEventEntity.list(query))).as(query).containsExactly(1L);
        }
        assertThat(positions(JournalEventEntity.list("topic in (?1) and kind = 'paid'", Sort.descending("position"),
                List.of("orders", "payments", "absent")))).containsExactly(5L, 3L, 2L);
        assertThat(positions(JournalEventEntity.list("topic <> ?1 and key = 'c-1'", "orders"))).containsExactly(3L);
        assertThat(JournalEventEntity.count("kind", "paid")).isEqualTo(3);
    }

    @Test
    @Transactional
    void helpersGiveEventsInOrder() {
        assertThat(positions(JournalEventEntity.ofTopic("orders").list())).containsExactly(1L, 2L, 4L, 5L);
        assertThat(positions(JournalEventEntity.ofTopicAfter("orders", 2).page(0, 1).list())).containsExactly(4L);
        assertThat(positions(JournalEventEntity.ofKey("c-1").list())).containsExactly(1L, 2L, 3L);
        assertThat(positions(JournalEventEntity.ofCorrelation("o-1").list())).containsExactly(1L, 2L);
    }

    @Test
    @Transactional
    void theEndOfATopicIsNoEvent() {
        assertThat(positions(JournalEventEntity.list("topic <> ?1", Sort.by("position"), "later"))).containsExactly(1L, 2L, 3L,
                4L, 5L);
    }

    @Inject
    EventQueries queries;

    @Test
    void aTopicThatWasAbsentIsFoundOnceItIsThere() {
        assertThat(queries.ofTopic("later")).isEmpty();
        append("later", NewEvent.of(1));
        assertThat(queries.ofTopic("later")).hasSize(1);
    }

    @Test
    void aTopicIsNoLiteral() {
        assertThatThrownBy(() -> queries.by("topic = 'orders'")).hasMessageContaining("integer");
        assertThatThrownBy(() -> queries.by("topic like 'o%'")).hasMessageContaining("like");
    }

    @Test
    @Transactional
    void whatIsNoTopicsNameFindsNothing() {
        assertThat(JournalEventEntity.count("topic = ?1", "x' or 'a'='a")).isZero();
        assertThat(JournalEventEntity.count("topic = ?1", (Object) null)).isZero();
    }

    @Test
    @Transactional
    void topicsAreCounted() {
        List<Object[]> counts = JournalEventEntity.getEntityManager().createQuery(
                "select e.topic, count(*) from JournalEventEntity e where e.topic <> ?1 group by e.topic order by count(*)",
                Object[].class).setParameter(1, "later").getResultList();
        assertThat(counts).containsExactly(new Object[] { "payments", 1L }, new Object[] { "orders", 4L });
    }
}
