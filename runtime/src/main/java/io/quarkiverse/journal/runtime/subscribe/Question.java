package io.quarkiverse.journal.runtime.subscribe;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * A question to the database, asked again until it is answered; the answer waits to be taken.
 * <p>
 * {@link #ask}, {@link #isAsked} and {@link #take} belong to the thread that polls; answers arrive on others.
 *
 * @param <T> the answer
 */
final class Question<T> {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** The class of SQLSTATE for data that the server cannot take, such as a filter with U+0000. */
    private static final String DATA_EXCEPTION = "22";

    /** Where answers are while they wait. */
    interface Custody<T> {

        void keep(T answer);

        /** It will not be taken. */
        void drop(T answer);
    }

    private final Outage outage;
    private final Runnable answered;
    private final Custody<? super T> custody;
    private final AtomicReference<@Nullable T> answer = new AtomicReference<>();
    private boolean asked;
    /** When the attempt under way was begun. */
    private volatile long begun;
    private volatile @Nullable Throwable refusal;
    private volatile @Nullable Cancellable reading;
    private volatile boolean cancelled;

    /**
     * @param answered runs when there is an answer to take
     */
    Question(Outage outage, Runnable answered, Custody<? super T> custody) {
        this.outage = outage;
        this.answered = answered;
        this.custody = custody;
    }

    /** Asks, unless it is asked already. */
    void ask(PageSource source, Uni<T> work) {
        if (asked) {
            return;
        }
        asked = true;
        Cancellable open = Uni.createFrom().deferred(() -> {
            begun = System.nanoTime();
            return work;
        })
                .onFailure(failure -> isOutage(source, failure)).invoke(outage::failed)
                .onFailure(failure -> isOutage(source, failure))
                .retry().withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE).withJitter(0.5).indefinitely()
                .subscribe().with(this::answer, this::refuse);
        reading = open;
        if (cancelled) {
            // Cancelled from another thread before there was something to cancel: it would be tried for as long as an outage lasts.
            open.cancel();
        }
    }

    /** Whether it is worth asking again: not if the server cannot take the question itself, nor after a defect of ours. */
    private static boolean isOutage(PageSource source, Throwable failure) {
        return !source.isClosed() && failure instanceof SQLException sql
                && !(sql.getSQLState() != null && sql.getSQLState().startsWith(DATA_EXCEPTION));
    }

    private void answer(T value) {
        outage.worked(begun);
        custody.keep(value);
        answer.set(value);
        if (cancelled) {
            dropAnswer();
        }
        answered.run();
    }

    private void refuse(Throwable failure) {
        refusal = failure;
        answered.run();
    }

    /** Whether a question is open, or its answer is not taken yet. */
    boolean isAsked() {
        return asked;
    }

    /**
     * Takes the answer, after which another question may be asked.
     *
     * @throws JournalException when there will never be one
     */
    @Nullable
    T take() {
        T taken = answer.getAndSet(null);
        if (taken != null) {
            asked = false;
            return taken;
        }
        Throwable failure = refusal;
        if (failure instanceof JournalException known) {
            throw known;
        }
        if (failure != null) {
            throw new JournalException("The journal cannot be read for this subscription: " + failure.getMessage(), failure);
        }
        return null;
    }

    /** Nobody wants the answer any more. */
    void cancel() {
        cancelled = true;
        Cancellable open = reading;
        if (open != null) {
            open.cancel();
        }
        dropAnswer();
    }

    private void dropAnswer() {
        T left = answer.getAndSet(null);
        if (left != null) {
            custody.drop(left);
        }
    }
}
