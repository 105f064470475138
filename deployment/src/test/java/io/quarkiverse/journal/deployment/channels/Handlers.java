package io.quarkiverse.journal.deployment.channels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.messaging.IncomingJournalBatchMetadata;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.vertx.core.json.JsonObject;

/** Methods of many shapes, each of which notes what it got. */
@ApplicationScoped
public class Handlers {

    final Map<String, List<Object>> got = new ConcurrentHashMap<>();

    void note(String channel, Object what) {
        got.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>()).add(what);
    }

    List<Object> got(String channel) {
        return got.getOrDefault(channel, List.of());
    }

    @Incoming("typed")
    void typed(Order order, IncomingJournalMetadata metadata) {
        note("typed", order);
        note("typed-metadata", metadata);
    }

    @Incoming("texts")
    void text(String text) {
        note("texts", text);
    }

    @Incoming("raw")
    void raw(RawJson json) {
        note("raw", json);
    }

    @Incoming("objects")
    void object(JsonObject json) {
        note("objects", json);
    }

    @Incoming("generic")
    void generic(Map<String, List<Order>> orders) {
        note("generic", orders);
    }

    @Incoming("events")
    CompletionStage<Void> event(Message<Event> message) {
        note("events", message.getPayload());
        return message.ack();
    }

    @Incoming("blocking")
    @Blocking
    void blocking(Order order) {
        note("blocking", BlockingOperationControl.isBlockingAllowed());
    }

    @Incoming("virtual")
    @RunOnVirtualThread
    void virtual(Order order) {
        note("virtual", BlockingOperationControl.isBlockingAllowed());
    }

    @Incoming("asynchronous")
    Uni<Void> asynchronous(Order order) {
        note("asynchronous", order);
        return Uni.createFrom().voidItem();
    }

    @Incoming("batches")
    void batch(List<Order> orders, IncomingJournalBatchMetadata metadata) {
        note("batches", orders);
        note("batches-metadata", metadata);
    }

    @Incoming("patterns")
    void pattern(Event event) {
        note("patterns", event.topic());
    }

    @Incoming("viewed")
    void viewed(Order order, Optional<CaughtUp> sentinel) {
        note("viewed", sentinel.isPresent() ? "caught up" : order);
    }

    @Incoming("relay")
    @Outgoing("relayed")
    String relay(Order order) {
        return order.item();
    }

    @Incoming("undecodable")
    void undecodable(Order order) {
        note("undecodable", order);
    }

    @Incoming("troubled")
    void troubled(int number) {
        if (number == 2) {
            throw new IllegalStateException("no twos");
        }
        note("troubled", number);
    }

    /** A strategy of the application's own. */
    @ApplicationScoped
    @Identifier("note-it")
    public static class NoteIt implements JournalFailureHandler.Factory {

        private final Handlers handlers;

        NoteIt(Handlers handlers) {
            this.handlers = handlers;
        }

        @Override
        public JournalFailureHandler create(JournalFailureHandler.Channel channel) {
            return failure -> {
                handlers.note("noted", failure.events().get(0).payload().value() + " on " + channel.name());
                return Uni.createFrom().item(new JournalFailureHandler.Processed());
            };
        }
    }
}
