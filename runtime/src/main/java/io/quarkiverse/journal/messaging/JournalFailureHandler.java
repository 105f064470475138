package io.quarkiverse.journal.messaging;

import java.time.Duration;
import java.util.List;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.smallrye.mutiny.Uni;

/**
 * What becomes of events whose message was acknowledged negatively. There are {@code fail}, {@code ignore},
 * {@code dead-letter-topic} and {@code retry}; an application adds a strategy of its own with a bean that is a {@link Factory},
 * and names it in {@code failure-strategy}:
 *
 * <pre>
 * &#64;ApplicationScoped
 * &#64;Identifier("ask-somebody")
 * public class AskSomebody implements JournalFailureHandler.Factory {
 * </pre>
 * <p>
 * Called on whichever thread acknowledged the message, for several messages at once if the channel processes several at once.
 */
@FunctionalInterface
public interface JournalFailureHandler {

    /**
     * Decides.
     *
     * @param failure what failed, and why
     * @return what becomes of the events; if it fails, the channel stops, and its place stays before them
     */
    Uni<Outcome> handle(Failure failure);

    /**
     * What failed.
     *
     * @param events the events of the message: one, or a batch
     * @param reason why
     * @param attempts how often this node has delivered them by now
     */
    record Failure(List<Event> events, Throwable reason, int attempts) {

        /**
         * Keeps a copy of the list.
         *
         * @param events the events of the message: one, or a batch
         * @param reason why
         * @param attempts how often this node has delivered them by now
         */
        public Failure {
            events = List.copyOf(events);
        }
    }

    /** What becomes of events that failed. */
    sealed interface Outcome permits Processed, Redeliver {
    }

    /** They count as processed: the channel goes on behind them. */
    record Processed() implements Outcome {
    }

    /**
     * They are delivered again, before anything that was not delivered yet.
     *
     * @param delay how long to wait before that
     */
    record Redeliver(Duration delay) implements Outcome {
    }

    /** Makes the handlers of a strategy, one for each channel that names it. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes a handler.
         *
         * @param channel the channel
         * @return its handler
         * @throws RuntimeException when the channel's attributes do not allow it; the application does not start then
         */
        JournalFailureHandler create(Channel channel);
    }

    /** A channel, as far as a strategy needs it. */
    interface Channel {

        /**
         * The channel's name.
         *
         * @return the name
         */
        String name();

        /**
         * The durable consumer that it reads for.
         *
         * @return the name, or {@code null} when it is none
         */
        @Nullable
        String consumer();

        /**
         * The channel's attributes.
         *
         * @return the attributes, without their prefix
         */
        Config attributes();

        /**
         * The journal that it reads.
         *
         * @return the journal
         */
        Journal journal();

        /**
         * Another strategy for the same channel.
         *
         * @param name its name
         * @return its handler
         * @throws RuntimeException when there is no such strategy
         */
        JournalFailureHandler strategy(String name);
    }
}
