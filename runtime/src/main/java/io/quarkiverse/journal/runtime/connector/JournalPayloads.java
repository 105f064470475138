package io.quarkiverse.journal.runtime.connector;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.messaging.IncomingJournalBatchMetadata;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.smallrye.reactive.messaging.MessageConverter;
import io.vertx.core.json.DecodeException;

/**
 * Gives a method the payload in the form that it takes: the event, its JSON, or an object of the application's Jackson mapper;
 * a
 * list of these for a batch; nothing for the sentinel. Converters of the application come first.
 */
@ApplicationScoped
public class JournalPayloads implements MessageConverter {

    private final ObjectMapper mapper;
    private final Map<String, JavaType> declaredTypes = new ConcurrentHashMap<>();

    JournalPayloads(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public int getPriority() {
        return CONVERTER_DEFAULT_PRIORITY + 100;
    }

    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return message.getMetadata(IncomingJournalMetadata.class).isPresent()
                || message.getMetadata(CaughtUp.class).isPresent()
                || message.getMetadata(IncomingJournalBatchMetadata.class).isPresent() && rawClass(target) == List.class;
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        if (message.getPayload() instanceof Event event) {
            return message.withPayload(converted(event, type(message, target)));
        }
        if (message.getPayload() instanceof IncomingJournalBatchMetadata batch) {
            JavaType element = type(message, target).getContentType();
            List<@Nullable Object> payloads = new ArrayList<>(batch.events().size());
            batch.events().forEach(event -> payloads.add(converted(event, element)));
            return message.withPayload(payloads);
        }
        return message;
    }

    /** With its arguments, if somebody knows them. */
    private JavaType type(Message<?> message, Type target) {
        PayloadType declared = message.getMetadata(PayloadType.class).orElse(null);
        if (declared == null || !(target instanceof Class)) {
            return mapper.constructType(target);
        }
        JavaType type = declaredTypes.computeIfAbsent(declared.canonical(),
                canonical -> mapper.getTypeFactory().constructFromCanonical(canonical));
        return type.getRawClass() == target ? type : mapper.constructType(target);
    }

    private Class<?> rawClass(Type target) {
        return mapper.constructType(target).getRawClass();
    }

    @SuppressWarnings("NullAway") // The JSON value null is a payload, which the API cannot say.
    private Object converted(Event event, JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == Event.class || raw == Object.class) {
            return event;
        }
        if (raw == RawJson.class) {
            return event.payload();
        }
        try {
            return VertxJson.isOfVertx(raw) ? VertxJson.read(event.payload().value(), raw)
                    : mapper.readValue(event.payload().value(), type);
        } catch (JsonProcessingException | DecodeException e) {
            throw new PayloadEncodingException("The payload of event " + event.position() + " of topic " + event.topic()
                    + " is no " + type.toCanonical() + ": " + e.getMessage(), e);
        }
    }
}
