package io.quarkiverse.journal;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * Publishes to one topic of the {@link Journal}. Inject it with {@link Topic}.
 * <p>
 * Each method is the one of {@link Journal} with the same name, its topic given; order, durability, transactions, threads and
 * refusals are described there.
 */
public interface EventPublisher {

    /**
     * The topic that this publisher publishes to.
     *
     * @return the topic's name
     */
    String topic();

    /**
     * Hands an event over without waiting for the database.
     *
     * @param payload as in {@link Journal#publish(String, Object)}
     * @throws InvalidEventException when the payload cannot be encoded or is too large
     * @throws QueueFullException when there was no room in the queue in time
     * @throws TopicClosedException when this node knows that the topic is closed; inside a transaction, when it is
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    void publish(@Nullable Object payload);

    /**
     * Hands an event over without waiting for the database.
     *
     * @param event the event
     * @throws InvalidEventException when a part of the event is refused
     * @throws QueueFullException when there was no room in the queue in time
     * @throws TopicClosedException when this node knows that the topic is closed; inside a transaction, when it is
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    void publish(NewEvent event);

    /**
     * Publishes an event and tells its position once it is durable.
     *
     * @param payload as in {@link Journal#append(String, Object)}
     * @return the receipt, once the event is durable
     * @throws InvalidEventException when the payload cannot be encoded or is too large
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    @CheckReturnValue
    Uni<Receipt> append(@Nullable Object payload);

    /**
     * Publishes an event and tells its position once it is durable.
     *
     * @param event the event
     * @return the receipt, once the event is durable
     * @throws InvalidEventException when a part of the event is refused
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    @CheckReturnValue
    Uni<Receipt> append(NewEvent event);

    /**
     * Appends several events: all or none, at consecutive positions, in the order of the list.
     *
     * @param events as in {@link Journal#appendAll(String, List)}
     * @return one receipt for all of them, once they are durable
     * @throws InvalidEventException when a part of an event is refused; nothing of the list is queued then
     * @throws IllegalArgumentException when the list is empty or too long
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    @CheckReturnValue
    Uni<Receipt> appendAll(List<NewEvent> events);

    /**
     * Appends several events as {@link #appendAll(List)} does, unless a condition is against it.
     *
     * @param events as in {@link Journal#appendAll(String, List, AppendOptions)}
     * @param options makes the append repeatable, or conditional
     * @return one receipt for all of them, once they are durable; fails as
     *         {@link Journal#appendAll(String, List, AppendOptions)}
     *         does
     * @throws InvalidEventException when a part of an event is refused; nothing of the list is queued then
     * @throws IllegalArgumentException when the list is empty or too long
     * @throws IllegalStateException inside a JTA transaction
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    @CheckReturnValue
    Uni<Receipt> appendAll(List<NewEvent> events, AppendOptions options);

    /**
     * Closes the topic, as {@link Journal#close(String)} does.
     *
     * @return the position of the end marker, once it is durable; the same for every call. Fails with
     *         {@link CloseTimeoutException} when transactions that published to the topic stay open for too long
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws IllegalStateException inside a JTA transaction
     */
    @CheckReturnValue
    Uni<Long> close();
}
