package io.quarkiverse.journal.runtime.connector;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.messaging.IncomingJournalBatchMetadata;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;

/** Makes messages of deliveries, each with a context of its own below the present one. */
final class Messages {

    private final IncomingSettings settings;

    Messages(IncomingSettings settings) {
        this.settings = settings;
    }

    Message<?> of(Delivery delivery, IncomingReading reading) {
        if (delivery.sentinel() != null) {
            return new IncomingMessage<>(null, delivery, captured(delivery.sentinel()), reading);
        }
        if (settings.batch()) {
            // No list: that would count as what a method takes which takes a list of something else.
            IncomingJournalBatchMetadata batch = new IncomingJournalBatchMetadata(settings.channel(), settings.consumer(),
                    delivery.events(), delivery.attempt());
            return new IncomingMessage<>(batch, delivery, marked(delivery, reading, captured(batch)), reading);
        }
        Event event = delivery.events().get(0);
        return new IncomingMessage<>(event, delivery, marked(delivery, reading, captured(
                new IncomingJournalMetadata(settings.channel(), settings.consumer(), event, delivery.attempt()))), reading);
    }

    private Metadata captured(Object metadata) {
        Metadata captured = ContextAwareMessage.captureContextMetadata(metadata);
        return settings.payloadType() == null ? captured : captured.with(new PayloadType(settings.payloadType()));
    }

    /** Lets the method's interceptor find what it processes. */
    private Metadata marked(Delivery delivery, IncomingReading reading, Metadata metadata) {
        if (settings.strategy() == CommitStrategy.TRANSACTIONAL) {
            metadata.get(LocalContextMetadata.class)
                    .ifPresent(local -> new CheckpointMove(reading, delivery).attach(local.context()));
        }
        return metadata;
    }
}
