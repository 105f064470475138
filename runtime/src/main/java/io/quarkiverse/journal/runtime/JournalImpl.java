package io.quarkiverse.journal.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.GapException;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.publish.Fingerprint;
import io.quarkiverse.journal.runtime.subscribe.FramePublisher;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * The journal as applications see it.
 * <p>
 * Thread-safe.
 */
public final class JournalImpl implements Journal {

    private final JournalNode node;
    private final ObjectMapper mapper;
    private final Executor executor;

    /**
     * @param mapper decodes payloads
     * @param executor runs what waits for answers and frames
     */
    public JournalImpl(JournalNode node, ObjectMapper mapper, Executor executor) {
        this.node = node;
        this.mapper = mapper;
        this.executor = executor;
    }

    @Override
    public void publish(String topic, @Nullable Object payload) {
        publish(topic, asEvent(payload));
    }

    @Override
    public void publish(String topic, NewEvent event) {
        node.publishing().publish(node.publishing().encoder().encode(topic, event));
    }

    @Override
    public Uni<Receipt> append(String topic, @Nullable Object payload) {
        return append(topic, asEvent(payload));
    }

    @Override
    public Uni<Receipt> append(String topic, NewEvent event) {
        return answer(node.publishing().append(List.of(node.publishing().encoder().encode(topic, event)), null));
    }

    @Override
    public Uni<Receipt> appendAll(String topic, List<NewEvent> events) {
        return appendAll(topic, events, AppendOptions.none());
    }

    @Override
    public Uni<Receipt> appendAll(String topic, List<NewEvent> events, AppendOptions options) {
        Fingerprint fingerprint = Fingerprint.wantedBy(options);
        List<EventData> encoded = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            EventData data = node.publishing().encoder().encode(topic, event);
            encoded.add(data);
            if (fingerprint != null) {
                fingerprint.add(event, data);
            }
        }
        return answer(node.publishing().append(encoded, Guard.of(options, Fingerprint.of(fingerprint))));
    }

    /**
     * The answer comes on a thread of the journal, which must not run what applications do with it. Whoever cancels, cancels a
     * copy: others wait for the same answer.
     */
    private <T> Uni<T> answer(CompletableFuture<T> future) {
        return Uni.createFrom().completionStage(future::copy).emitOn(executor);
    }

    @Override
    public Uni<Long> close(String topic) {
        return answer(node.publishing().closeTopic(topic));
    }

    /** The static type decides which method is called, so an event may come in here too. */
    private static NewEvent asEvent(@Nullable Object payload) {
        return payload instanceof NewEvent event ? event : NewEvent.of(payload);
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new IllegalStateException(
                    "flush waits, and this thread must not: call it from a worker thread, for instance in "
                            + "a method annotated with @Blocking, or use append, which answers without blocking");
        }
        return node.publishing().flush(timeout);
    }

    @Override
    public Multi<Frame> subscribe(Subscription subscription) {
        return Multi.createFrom().publisher(new FramePublisher(signal -> node.open(subscription, signal), executor));
    }

    @Override
    public Multi<Event> events(Subscription subscription) {
        return subscribe(subscription.withoutSentinel())
                .onItem().invoke(frame -> {
                    if (frame instanceof Gap gap) {
                        throw new GapException(gap);
                    }
                })
                .select().where(Event.class::isInstance)
                .onItem().transform(Event.class::cast);
    }

    @Override
    public Uni<Boolean> deleteTopic(String topic) {
        String name = TopicNames.require(topic);
        return Uni.createFrom().completionStage(() -> node.deleteTopic(name)).emitOn(executor)
                .onFailure(SQLException.class)
                .transform(e -> new JournalException("Topic " + name + " was not deleted: " + e.getMessage(), e));
    }

    @Override
    public EventPublisher publisher(String topic) {
        return new TopicPublisher(this, TopicNames.require(topic));
    }

    @Override
    public <T> @Nullable T decode(Event event, Class<T> type) {
        try {
            return mapper.readValue(event.payload().value(), type);
        } catch (JsonProcessingException e) {
            throw new PayloadEncodingException("The payload of event " + event.position() + " is no " + type.getName() + ": "
                    + e.getOriginalMessage(), e);
        }
    }
}
