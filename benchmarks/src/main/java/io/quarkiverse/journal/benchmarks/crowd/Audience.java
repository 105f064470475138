package io.quarkiverse.journal.benchmarks.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Readers of one stream that come together, and of whom each has to get everything.
 * <p>
 * Thread-safe.
 */
public final class Audience implements Listener {

    /** How many connect at a time: more than the server's backlog holds would be refused. */
    private static final int WAVE = 256;
    private static final long PATIENCE_MINUTES = 3;

    /** Looks at each event as it comes, on the crowd's thread. */
    @FunctionalInterface
    public interface Watcher {

        void event(Member member, long position);
    }

    private final Crowd crowd;
    private final Visit visit;
    private final int size;
    private final Watcher watcher;
    private final List<Member> members = new ArrayList<>();
    private final CompletableFuture<Void> seated = new CompletableFuture<>();
    private volatile CompletableFuture<Long> finished = new CompletableFuture<>();
    private @Nullable Throwable failure;
    private int caughtUp;
    private int through;
    private long last = Long.MAX_VALUE;

    public Audience(Crowd crowd, Visit visit, int size, Watcher watcher) {
        this.crowd = crowd;
        this.visit = visit;
        this.size = size;
        this.watcher = watcher;
    }

    /** Connects everybody, and goes on at once. */
    public void enter() {
        crowd.run(() -> {
            // The next wave comes as the sentinels do.
            for (int i = 0; i < Math.min(WAVE, size); i++) {
                members.add(crowd.join(visit, this));
            }
        });
    }

    /** Waits until everybody has the sentinel. */
    public void awaitSeated() throws InterruptedException, ExecutionException, TimeoutException {
        seated.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    /**
     * Everybody is to come to a position, after they came to the one before.
     *
     * @return the nanosecond at which the last one did
     */
    public CompletableFuture<Long> reach(long position) {
        CompletableFuture<Long> reached = new CompletableFuture<>();
        crowd.run(() -> {
            last = position;
            through = 0;
            finished = reached;
            if (failure != null) {
                reached.completeExceptionally(failure);
            }
        });
        return reached.orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void event(Member member, long position) {
        watcher.event(member, position);
        if (position == last && ++through == size) {
            finished.complete(System.nanoTime());
        }
    }

    @Override
    public void caughtUp(Member member, long head) {
        if (members.size() < size) {
            members.add(crowd.join(visit, this));
        }
        if (++caughtUp == size) {
            seated.complete(null);
        }
    }

    @Override
    public void gone(Member member, @Nullable Throwable reason) {
        IllegalStateException cause = new IllegalStateException("A reader was cut off after position " + member.position(),
                reason);
        failure = cause;
        seated.completeExceptionally(cause);
        finished.completeExceptionally(cause);
    }

    /** Everybody vanishes. */
    public void leave() {
        crowd.run(() -> members.forEach(Member::vanish));
    }
}
