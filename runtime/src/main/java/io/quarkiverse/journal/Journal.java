package io.quarkiverse.journal;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One totally ordered, append-only log of events in PostgreSQL. Inject it:
 *
 * <pre>
 * &#64;Inject
 * Journal journal;
 * </pre>
 * <p>
 * <b>Order.</b> Every event gets a position: 1, 2, 3, … without holes. Whoever sees position <i>p</i> can see every
 * position below it. What one thread publishes keeps its order.
 * <p>
 * <b>Durability.</b> An event is durable once {@link #append} has answered or a {@link #flush} that began after its
 * {@link #publish} has returned {@code true}, on the thread that published it or on one that had published or flushed before;
 * from then on every reader gets it exactly once and in order.
 * <p>
 * <b>Transactions.</b> Inside a JTA transaction {@code publish} joins it: its events are stored on the transaction's own
 * connection, commit and roll back with it, stay together, and get their positions right after the commit.
 * {@code quarkus.journal.publish.transactional=ignore} switches that off. Rolling back to a savepoint takes back what was
 * published after it. In a
 * transaction
 * that can only be rolled back, events are gone with it. With an XA datasource, a transaction in doubt holds nobody up: its
 * events get
 * their positions once it is committed, however late. A transaction that has another datasource without XA in it already, and
 * one of
 * Hibernate Reactive, take no events: publishing throws.
 * <p>
 * <b>Threads.</b> All methods may be called from any thread. Payloads are encoded during the call: later changes to the object
 * do not alter the event.
 * <p>
 * <b>Refusals.</b> What is wrong with an event is said at the call, before anything is queued, as a subclass of
 * {@link InvalidEventException}.
 */
public interface Journal {

    /**
     * Hands an event of kind {@value NewEvent#DEFAULT_KIND} over without waiting for the database; inside a JTA transaction, to
     * that
     * transaction.
     * <p>
     * Outside of a transaction the event is written in the background, together with others. When the queue is full the
     * configured overflow policy
     * ({@code quarkus.journal.publish.overflow}) applies; on an event-loop thread the call never waits.
     *
     * @param topic the topic to publish to
     * @param payload anything that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode}, or a {@link RawJson};
     *        {@code null} is the JSON value {@code null}
     * @throws InvalidEventException when the topic's name is bad or the payload cannot be encoded or is too large
     * @throws QueueFullException when there was no room in the queue in time
     * @throws TopicClosedException when this node knows that the topic is closed; inside a transaction, when it is
     * @throws UnknownTopicException when the topic does not exist and {@code quarkus.journal.topics.auto-create=false}; on a
     *         thread that must not block, also when this node does not know it yet
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws JournalException when this thread's transaction cannot take the event; says why
     */
    void publish(String topic, @Nullable Object payload);

    /**
     * Hands an event over without waiting for the database, as {@link #publish(String, Object)} does.
     *
     * @param topic the topic to publish to
     * @param event the event
     * @throws InvalidEventException when the topic's name or a part of the event is refused
     * @throws QueueFullException when there was no room in the queue in time
     * @throws TopicClosedException when this node knows that the topic is closed; inside a transaction, when it is
     * @throws UnknownTopicException when the topic does not exist and {@code quarkus.journal.topics.auto-create=false}; on a
     *         thread that must not block, also when this node does not know it yet
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws JournalException when this thread's transaction cannot take the event; says why
     */
    void publish(String topic, NewEvent event);

    /**
     * Publishes an event and tells its position once it is durable.
     * <p>
     * The event is handed over during this call, in the order of calls, whether or not the {@code Uni} is subscribed to;
     * subscribing twice does not append twice. The {@code Uni} fails with {@link EventLostException} when the event will never
     * be written, with {@link TopicClosedException} when the topic is closed, and with {@link UnknownTopicException} when it
     * does not exist and {@code quarkus.journal.topics.auto-create=false}. Inside a JTA transaction it is refused:
     * positions are given out after the commit.
     *
     * @param topic the topic to append to
     * @param payload as in {@link #publish(String, Object)}
     * @return the receipt, once the event is durable
     * @throws InvalidEventException when the topic's name is bad or the payload cannot be encoded or is too large
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws IllegalStateException inside a JTA transaction
     */
    @CheckReturnValue
    Uni<Receipt> append(String topic, @Nullable Object payload);

    /**
     * Publishes an event and tells its position once it is durable, as {@link #append(String, Object)} does.
     *
     * @param topic the topic to append to
     * @param event the event
     * @return the receipt, once the event is durable
     * @throws InvalidEventException when the topic's name or a part of the event is refused
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws IllegalStateException inside a JTA transaction
     */
    @CheckReturnValue
    Uni<Receipt> append(String topic, NewEvent event);

    /**
     * Appends several events to one topic: all or none, at consecutive positions, in the order of the list.
     *
     * @param topic the topic to append to
     * @param events at least one and at most {@code quarkus.journal.publish.max-atomic-events} events
     * @return one receipt for all of them, once they are durable
     * @throws InvalidEventException when the topic's name or a part of an event is refused; nothing of the list is queued then
     * @throws IllegalArgumentException when the list is empty or too long
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws IllegalStateException inside a JTA transaction
     */
    @CheckReturnValue
    Uni<Receipt> appendAll(String topic, List<NewEvent> events);

    /**
     * Appends several events to one topic as {@link #appendAll(String, List)} does, unless a condition is against it.
     * <p>
     * Each such append has a transaction of its own, so many of them take longer than without conditions.
     *
     * @param topic the topic to append to
     * @param events at least one and at most {@code quarkus.journal.publish.max-atomic-events} events
     * @param options makes the append repeatable, or conditional
     * @return one receipt for all of them, once they are durable; the first one if the append is repeated. Fails with
     *         {@link IdempotencyConflictException} when the key was used for other events, with
     *         {@link TopicClosedException} when the topic is closed, and with
     *         {@link UnexpectedPositionException} when the topic has gone on; nothing is stored then, and {@link #flush} does
     *         not count it as lost
     * @throws InvalidEventException when the topic's name or a part of an event is refused; nothing of the list is queued then
     * @throws IllegalArgumentException when the list is empty or too long
     * @throws IllegalStateException inside a JTA transaction
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     */
    @CheckReturnValue
    Uni<Receipt> appendAll(String topic, List<NewEvent> events, AppendOptions options);

    /**
     * Waits until everything published on this node before the call is committed. What other threads go on publishing does not
     * prolong the wait. Inside a JTA transaction it covers what was published outside of it; the transaction's own events are
     * committed with it.
     *
     * @param timeout how long to wait at most; zero asks without waiting
     * @return {@code true} when everything published before the call is committed, {@code false} when the time ran out
     * @throws FlushException when events that were published before the call, on whatever thread of this node, will never be
     *         written: dropped by the overflow policy, refused by the database, not written when the journal ended, or
     *         published to a topic that was closed meanwhile; then a {@link TopicClosedException} is its cause. Whoever else
     *         has heard of them, a thread is told once of all losses since its last flush that did not run out of time. One
     *         that has neither published nor flushed before is told of those that no flush has told of yet; so where a thread
     *         publishes that must not wait, such as an event loop, {@link #append} answers for its own event
     * @throws IllegalStateException on a thread that must not block, such as an event loop
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    boolean flush(Duration timeout) throws InterruptedException;

    /**
     * Reads topics as frames: history from where the subscription starts, the sentinel {@link CaughtUp} once, then events as
     * they are committed, on whatever node.
     * <p>
     * Events come in journal order, without a hole that no {@link Gap} declared and without a duplicate. Demand is honoured end
     * to end: a subscriber that requests slowly is served from PostgreSQL again and costs neither memory nor other subscribers'
     * time. Each subscription of the {@code Multi} reads by itself. Items arrive on a worker thread, one at a time.
     *
     * @param subscription what to read
     * @return the frames; completes after {@link End}, or after the sentinel if the subscription is not live. A database outage
     *         does not end it: it goes on when the database is back. Fails with {@link UnknownTopicException} when a topic that
     *         is
     *         named in full does not exist and {@code quarkus.journal.topics.auto-create=false}.
     */
    @CheckReturnValue
    Multi<Frame> subscribe(Subscription subscription);

    /**
     * Reads topics as plain events, as {@link #subscribe} does without the other frames.
     *
     * @param subscription what to read
     * @return the events; fails with {@link GapException} where {@link #subscribe} would give a {@link Gap}, since events
     *         alone cannot tell of it
     */
    @CheckReturnValue
    Multi<Event> events(Subscription subscription);

    /**
     * Closes a topic: an end marker follows its last event, and nothing follows the end marker. Every reader of the topic, also
     * one that comes later, receives all its events and then {@link End}; readers of several topics receive
     * {@link TopicClosed}. A topic that is not there yet is created and closed. {@link #deleteTopic} opens it again.
     * <p>
     * Begun during this call, whether or not the {@code Uni} is subscribed to. From then on this node refuses to publish to the
     * topic, and so do transactions on every node, with {@link TopicClosedException}; what this node had accepted before, and
     * what other nodes get stored before they learn of it, precedes the end. What is accepted and comes too late is not stored:
     * {@code append} fails, and what was published is reported as lost, by {@link #flush} and in the log.
     * <p>
     * Transactions that published to the topic before are waited for, for {@code quarkus.journal.topics.close-timeout}; what
     * they commit precedes the end. Meanwhile nobody else waits.
     * <p>
     * However often and from however many nodes a topic is closed, it has one end. If this node dies meanwhile, the topic has
     * either its end or none; without one it takes events again after some seconds, and can be closed from any node.
     *
     * @param topic the topic to close
     * @return the position of the end marker, once it is durable; the same for every call. Fails with
     *         {@link CloseTimeoutException} when transactions that published to the topic stay open for too long; the topic
     *         is as before then; and with {@link UnknownTopicException} when it does not exist and
     *         {@code quarkus.journal.topics.auto-create=false}
     * @throws InvalidTopicException when the name is bad
     * @throws QueueFullException when there was no room in the queue in time
     * @throws JournalClosedException when the application is shutting down, or the writer has failed
     * @throws IllegalStateException inside a JTA transaction, whose own events could not come before the end
     */
    @CheckReturnValue
    Uni<Long> close(String topic);

    /**
     * Deletes a topic's events, those of all nodes.
     * <p>
     * Everything committed before the deletion is removed; readers that begin afterwards do not see it. The name may be
     * published
     * to again: positions go on, and a topic that was closed is open again. A reader whose place lies before removed events
     * gets
     * a
     * {@link Gap}; one that has seen them just goes on. Events that a transaction published and that is not committed yet are
     * kept.
     * <p>
     * Takes no part in a transaction. The room on disk is freed in the background, also after a restart.
     *
     * @param topic the topic
     * @return {@code true} when the topic had events, once the deletion is durable. Nothing happens before the {@code Uni} is
     *         subscribed to. Fails with {@link JournalException} when the database cannot be reached; the topic may be deleted
     *         all the same.
     * @throws InvalidTopicException when the name is bad
     */
    @CheckReturnValue
    Uni<Boolean> deleteTopic(String topic);

    /**
     * A publisher to one topic, for those who do not inject it with {@link Topic}.
     *
     * @param topic the topic
     * @return its publisher
     * @throws InvalidTopicException when the name is bad
     */
    EventPublisher publisher(String topic);

    /**
     * Reads an event's payload as an object, with the application's Jackson mapper.
     *
     * @param <T> the type to read
     * @param event the event
     * @param type the type to read
     * @return the payload; {@code null} when it is the JSON value {@code null}
     * @throws PayloadEncodingException when the payload does not fit the type
     */
    <T> @Nullable T decode(Event event, Class<T> type);
}
