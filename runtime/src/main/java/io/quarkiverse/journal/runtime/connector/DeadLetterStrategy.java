package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * {@code dead-letter-topic}: what failed goes to a topic of its own, with the reason in its headers, and the channel goes on
 * once
 * it is durable there. Under an id of its own, so that it is there once, also if the node dies before its checkpoint moves.
 */
@ApplicationScoped
@Identifier(DeadLetterStrategy.NAME)
public class DeadLetterStrategy implements JournalFailureHandler.Factory {

    static final String NAME = "dead-letter-topic";

    private static final Logger LOG = Logger.getLogger(DeadLetterStrategy.class);

    /** All headers together have 8 KiB; the event's own have their share. */
    private static final int LONGEST_REASON = 400;
    private static final int MOST_OWN_HEADERS = 1500;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    @Override
    public JournalFailureHandler create(JournalFailureHandler.Channel channel) {
        String topic = channel.attributes().getOptionalValue(NAME, String.class).orElse(NAME + "-" + channel.name());
        TopicNames.require(topic);
        Journal journal = channel.journal();
        String who = channel.consumer() != null ? channel.consumer() : channel.name();
        return failure -> {
            LOG.warnf(failure.reason(), "Channel %s puts what failed into topic %s: positions %s", channel.name(), topic,
                    failure.events().stream().map(Event::position).toList());
            List<NewEvent> letters = new ArrayList<>();
            failure.events().forEach(event -> letters.add(letter(event, failure, who)));
            return Multi.createFrom().iterable(letters)
                    .onItem().transformToUniAndConcatenate(letter -> append(journal, topic, letter))
                    .collect().last().<JournalFailureHandler.Outcome> replaceWith(new JournalFailureHandler.Processed());
        };
    }

    /** The queue may be full, and this thread one that must not wait for room. */
    private static Uni<Receipt> append(Journal journal, String topic, NewEvent letter) {
        return Uni.createFrom().deferred(() -> journal.append(topic, letter))
                .onFailure(QueueFullException.class).retry().withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE).indefinitely();
    }

    private static NewEvent letter(Event event, JournalFailureHandler.Failure failure, String who) {
        // With long ones of its own it would have more than an event may have.
        Map<String, String> headers = new LinkedHashMap<>(
                length(event.headers()) > MOST_OWN_HEADERS ? Map.of() : event.headers());
        headers.put("dead-letter-reason", text(failure.reason()));
        if (failure.reason().getCause() != null) {
            headers.put("dead-letter-cause", text(failure.reason().getCause()));
        }
        headers.put("dead-letter-topic", event.topic());
        headers.put("dead-letter-position", Long.toString(event.position()));
        headers.put("dead-letter-cursor", event.cursor().toString());
        headers.put("dead-letter-attempts", Integer.toString(failure.attempts()));
        return new NewEvent(event.payload(), event.kind(), who + "-" + event.cursor(), event.time(), event.key(),
                event.correlationId(), event.index(), headers);
    }

    private static int length(Map<String, String> headers) {
        return headers.entrySet().stream().mapToInt(header -> header.getKey().length() + header.getValue().length()).sum();
    }

    private static String text(Throwable failure) {
        String text = failure.toString();
        if (text.length() <= LONGEST_REASON) {
            return text;
        }
        // Not in the middle of a character that is two.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_REASON - 1)) ? LONGEST_REASON - 1 : LONGEST_REASON;
        return text.substring(0, end) + "…";
    }
}
