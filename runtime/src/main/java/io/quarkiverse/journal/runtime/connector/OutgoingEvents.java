package io.quarkiverse.journal.runtime.connector;

import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.messaging.OutgoingJournalMetadata;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.EventEncoder;

/**
 * Makes events of messages. A payload is encoded as the journal's publisher does it; one that is an event already, made by the
 * application or read from a topic, is taken as it is. Metadata comes before both, and the channel's attributes come last.
 * <p>
 * Thread-safe.
 */
final class OutgoingEvents {

    private final EventEncoder encoder;
    private final OutgoingSettings settings;

    OutgoingEvents(EventEncoder encoder, OutgoingSettings settings) {
        this.encoder = encoder;
        this.settings = settings;
    }

    /**
     * @throws InvalidEventException when the journal refuses it; says why
     */
    EventData of(Message<?> message) {
        NewEvent event = event(message.getPayload());
        OutgoingJournalMetadata metadata = message.getMetadata(OutgoingJournalMetadata.class)
                .orElseGet(OutgoingJournalMetadata::empty);
        return encoder.encode(or(metadata.topic(), settings.topic()), with(event, metadata));
    }

    private NewEvent event(@Nullable Object payload) {
        if (payload instanceof NewEvent given) {
            return given;
        }
        if (payload instanceof Event read) {
            // Under its own id, so that what is carried from topic to topic a second time is stored once.
            return new NewEvent(read.payload(), read.kind(), read.id(), read.time(), read.key(), read.correlationId(),
                    read.index(), read.headers());
        }
        return new NewEvent(VertxJson.plain(payload), settings.kind(), null, null, settings.key(), null, null, Map.of());
    }

    private static NewEvent with(NewEvent event, OutgoingJournalMetadata metadata) {
        if (metadata.equals(OutgoingJournalMetadata.empty())) {
            return event;
        }
        return new NewEvent(event.payload(), or(metadata.kind(), event.kind()), orNull(metadata.id(), event.id()),
                orNull(metadata.time(), event.time()), orNull(metadata.key(), event.key()),
                orNull(metadata.correlationId(), event.correlationId()), orNull(metadata.index(), event.index()),
                metadata.headers().isEmpty() ? event.headers() : metadata.headers());
    }

    private static <T> T or(@Nullable T first, T second) {
        return first != null ? first : second;
    }

    private static <T> @Nullable T orNull(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}
