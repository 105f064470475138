package io.quarkiverse.journal.runtime.subscribe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.SqlReader;
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

    private final ReaderConnections connections;
    private final Outage outage;
    private final Runnable answered;
    private final AtomicReference<@Nullable T> answer = new AtomicReference<>();
    private boolean asked;
    private volatile @Nullable Cancellable reading;

    /**
     * @param answered runs when there is an answer to take
     */
    Question(ReaderConnections connections, Outage outage, Runnable answered) {
        this.connections = connections;
        this.outage = outage;
        this.answered = answered;
    }

    /** Asks, unless it is asked already. */
    void ask(SqlReader<T> work) {
        if (asked) {
            return;
        }
        asked = true;
        reading = connections.read(work)
                .onFailure().invoke(outage::failed)
                .onFailure(failure -> !connections.isClosed())
                .retry().withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE).withJitter(0.5).indefinitely()
                .subscribe().with(this::answer, failure -> answered.run());
    }

    private void answer(T value) {
        outage.worked();
        answer.set(value);
        answered.run();
    }

    /** Whether a question is open, or its answer is not taken yet. */
    boolean isAsked() {
        return asked;
    }

    /** Takes the answer, after which another question may be asked. */
    @Nullable
    T take() {
        T taken = answer.getAndSet(null);
        if (taken != null) {
            asked = false;
        }
        return taken;
    }

    /** Nobody wants the answer any more. */
    void cancel() {
        Cancellable open = reading;
        if (open != null) {
            open.cancel();
        }
    }
}
