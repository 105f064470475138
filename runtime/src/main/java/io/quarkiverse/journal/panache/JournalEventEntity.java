package io.quarkiverse.journal.panache;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Type;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonRawValue;

import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.panache.JournalSelect;
import io.quarkiverse.journal.runtime.panache.TopicName;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;

/**
 * An event of the default journal as a read-only Panache entity, for queries of one's own:
 *
 * <pre>
 * JournalEventEntity.find("topic = ?1 and kind = ?2", Sort.by("position"), "orders", "placed").page(0, 100).list();
 * </pre>
 * <p>
 * Its attributes are {@code position} (the identifier), {@code topic}, {@code kind}, {@code eventId}, {@code time},
 * {@code recorded}, {@code key}, {@code correlationId}, {@code index}, {@code run}, {@code step}, {@code headers} and
 * {@code payload}; the last two are JSON as text. {@code topic} is compared with parameters, not with literals, and by
 * {@code =},
 * {@code <>} and {@code in} alone. The ends of topics are not among the events.
 * <p>
 * It reads what is committed, in the caller's transaction and by its connection, without a sentinel, gaps or a tail; to follow
 * a topic, subscribe. Events that retention is about to remove may still be seen. Like all of Hibernate ORM it blocks.
 * <p>
 * Nothing can be written by it, and no tool for schemas touches the journal's tables because of it.
 */
@Entity
@Immutable
@Subselect(JournalSelect.AT_START)
@SuppressWarnings("NullAway.Init")
public class JournalEventEntity extends PanacheEntityBase {

    private static final Sort IN_ORDER = Sort.by("position");

    @Id
    private Long position;

    @Type(TopicName.class)
    private String topic;

    private String kind;

    private String eventId;

    private Instant time;

    private Instant recorded;

    private @Nullable String key;

    private @Nullable String correlationId;

    private @Nullable Long index;

    private @Nullable String run;

    private @Nullable String step;

    private @Nullable String headers;

    private String payload;

    /** Hibernate's. */
    protected JournalEventEntity() {
    }

    /**
     * The events of a topic, in order.
     *
     * @param topic the topic's name
     * @return a query for them
     */
    public static PanacheQuery<JournalEventEntity> ofTopic(String topic) {
        return find("topic = ?1", IN_ORDER, topic);
    }

    /**
     * The events of a topic strictly after a position, in order: with a page of the first ones, a reading that goes on where
     * the last page ended.
     *
     * @param topic the topic's name
     * @param position the position that comes before them
     * @return a query for them
     */
    public static PanacheQuery<JournalEventEntity> ofTopicAfter(String topic, long position) {
        return find("topic = ?1 and position > ?2", IN_ORDER, topic, position);
    }

    /**
     * The events about a key, of all topics, in order.
     *
     * @param key the key
     * @return a query for them
     */
    public static PanacheQuery<JournalEventEntity> ofKey(String key) {
        return find("key = ?1", IN_ORDER, key);
    }

    /**
     * The events that belong together, of all topics, in order.
     *
     * @param correlationId what they belong to
     * @return a query for them
     */
    public static PanacheQuery<JournalEventEntity> ofCorrelation(String correlationId) {
        return find("correlationId = ?1", IN_ORDER, correlationId);
    }

    /**
     * The event's place in the journal, which is its identifier here.
     *
     * @return the position
     */
    public long getPosition() {
        return position;
    }

    /**
     * The topic that it was published to.
     *
     * @return the topic's name
     */
    public String getTopic() {
        return topic;
    }

    /**
     * What sort of event it is.
     *
     * @return the kind
     */
    public String getKind() {
        return kind;
    }

    /**
     * The event's id: a UUID version 7 unless the publisher gave one.
     *
     * @return the id
     */
    public String getEventId() {
        return eventId;
    }

    /**
     * The publisher's time, in microseconds; it does not follow the order of positions.
     *
     * @return the time
     */
    public Instant getTime() {
        return time;
    }

    /**
     * The database's time when the event got its position.
     *
     * @return the time
     */
    public Instant getRecorded() {
        return recorded;
    }

    /**
     * What the event is about.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String getKey() {
        return key;
    }

    /**
     * What the event belongs to.
     *
     * @return the correlation id, or {@code null}
     */
    public @Nullable String getCorrelationId() {
        return correlationId;
    }

    /**
     * Its place among the events of its correlation.
     *
     * @return the index, or {@code null}
     */
    public @Nullable Long getIndex() {
        return index;
    }

    /**
     * The run that it was published in.
     *
     * @return the run, or {@code null}
     */
    public @Nullable String getRun() {
        return run;
    }

    /**
     * The step of that run.
     *
     * @return the step, or {@code null}
     */
    public @Nullable String getStep() {
        return step;
    }

    /**
     * The publisher's headers, in their order.
     *
     * @return the headers; empty if there are none
     */
    public Map<String, String> getHeaders() {
        return EventJson.parseHeaders(headers == null ? null : headers.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The payload, byte for byte as it was accepted.
     *
     * @return the payload
     */
    @JsonRawValue
    public RawJson getPayload() {
        return new RawJson(payload);
    }

    /** Whoever tries it by the {@code EntityManager}. */
    @PrePersist
    @PreUpdate
    @PreRemove
    void refuse() {
        throw refused();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "JournalEventEntity is read-only: events are never changed, and only retention "
                        + "removes them (quarkus.journal.retention). Publish with Journal or EventPublisher");
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void persist() {
        throw refused();
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void persistAndFlush() {
        throw refused();
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void delete() {
        throw refused();
    }

    /**
     * Refused.
     *
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static long deleteAll() {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static long delete(String query, Object... params) {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static long delete(String query, Map<String, Object> params) {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static long delete(String query, Parameters params) {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static int update(String query, Object... params) {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static int update(String query, Map<String, Object> params) {
        throw refused();
    }

    /**
     * Refused.
     *
     * @param query any
     * @param params any
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static int update(String query, Parameters params) {
        throw refused();
    }
}
