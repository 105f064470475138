package io.quarkiverse.journal.runtime.consume;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;

/**
 * Stores how far a consumer has come, one statement at a time: whoever asks while one is under way gets the next, together with
 * everybody else who asks meanwhile.
 * <p>
 * Thread-safe.
 */
public final class Checkpoints {

    private final Ownership ownership;
    private final ProcessedPrefix prefix;

    private @Nullable CompletableFuture<Boolean> running;
    private @Nullable CompletableFuture<Boolean> next;
    private @Nullable Cursor stored;

    public Checkpoints(Ownership ownership, ProcessedPrefix prefix) {
        this.ownership = ownership;
        this.prefix = prefix;
        this.stored = ownership.taken().checkpoint();
    }

    /**
     * Stores the place as it is now, or a later one.
     *
     * @return once it is durable, whether the consumer is still this node's; fails when the database does
     */
    public CompletableFuture<Boolean> store() {
        Cursor place;
        CompletableFuture<Boolean> answer;
        synchronized (this) {
            if (running != null) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            place = prefix.place();
            if (place == null || place.equals(stored)) {
                return CompletableFuture.completedFuture(true);
            }
            answer = new CompletableFuture<>();
            running = answer;
        }
        start(place, answer);
        return answer;
    }

    /** The place was stored by somebody else: in the transaction of the handler. */
    public synchronized void storedElsewhere(Cursor place) {
        stored = place;
    }

    private void start(Cursor place, CompletableFuture<Boolean> answer) {
        var unused = ownership.move(place).whenComplete((owned, failure) -> end(place, answer, owned, failure));
    }

    private void end(Cursor place, CompletableFuture<Boolean> answer, @Nullable Boolean owned, @Nullable Throwable failure) {
        CompletableFuture<Boolean> following;
        synchronized (this) {
            if (failure == null) {
                stored = place;
            }
            running = null;
            following = next;
            next = null;
        }
        if (failure == null) {
            answer.complete(owned);
        } else {
            answer.completeExceptionally(failure);
        }
        if (following != null) {
            var unused = store().whenComplete((still, problem) -> {
                if (problem == null) {
                    following.complete(still);
                } else {
                    following.completeExceptionally(problem);
                }
            });
        }
    }
}
