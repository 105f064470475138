package io.quarkiverse.journal.runtime.connector;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;

/**
 * A delivery as a message. Its payload is the event, a list of events, or nothing for the sentinel; converters make of it what
 * the application's method takes.
 *
 * @param <T> the payload's type
 */
final class IncomingMessage<T> implements ContextAwareMessage<T>, MetadataInjectableMessage<T> {

    private final @Nullable T payload;
    private final Delivery delivery;
    private final Settling settling;
    private volatile Metadata metadata;

    /** Takes what becomes of deliveries. */
    interface Settling {

        CompletionStage<Void> processed(Delivery delivery);

        CompletionStage<Void> failed(Delivery delivery, Throwable reason);
    }

    IncomingMessage(@Nullable T payload, Delivery delivery, Metadata metadata, Settling settling) {
        this.payload = payload;
        this.delivery = delivery;
        this.metadata = metadata;
        this.settling = settling;
    }

    @Override
    @SuppressWarnings("NullAway") // The sentinel has no payload, which the API cannot say.
    public T getPayload() {
        return payload;
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object added) {
        metadata = metadata.with(added);
    }

    @Override
    public CompletionStage<Void> ack(Metadata ignored) {
        return settling.processed(delivery);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, @Nullable Metadata ignored) {
        return settling.failed(delivery, reason);
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }
}
