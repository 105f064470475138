package io.quarkiverse.journal.benchmarks.stalled;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Listener;
import io.quarkiverse.journal.benchmarks.crowd.Member;
import io.quarkiverse.journal.benchmarks.crowd.Visit;

/**
 * Some readers of one history, who may stop reading in its middle.
 * <p>
 * Thread-safe: what is not final belongs to the crowd's thread.
 */
final class Half implements Listener {

    private final Crowd crowd;
    private final int size;
    private final long middle;
    private final boolean stalling;
    private final List<Member> members = new ArrayList<>();
    private final CompletableFuture<Long> inTheMiddle = new CompletableFuture<>();
    private final CompletableFuture<Long> atTheEnd = new CompletableFuture<>();
    private int passed;
    private int finished;
    private long events;

    /**
     * @param middle the position at which a reader is in the middle
     * @param stalling whether readers read nothing any more when they are there
     */
    Half(Crowd crowd, int size, long middle, boolean stalling) {
        this.crowd = crowd;
        this.size = size;
        this.middle = middle;
        this.stalling = stalling;
    }

    void enter(Visit visit) {
        crowd.run(() -> {
            for (int i = 0; i < size; i++) {
                members.add(crowd.join(visit, this));
            }
        });
    }

    /** Completes when everybody has been in the middle. */
    CompletableFuture<Long> inTheMiddle() {
        return inTheMiddle;
    }

    /** Completes when everybody has had the whole history, and the sentinel, with the nanosecond of that. */
    CompletableFuture<Long> atTheEnd() {
        return atTheEnd;
    }

    /** How many events have come to all of them together. */
    CompletableFuture<Long> events() {
        CompletableFuture<Long> counted = new CompletableFuture<>();
        crowd.run(() -> counted.complete(events));
        return counted;
    }

    /** Those who have stalled read on. */
    void goOn() {
        crowd.run(() -> members.forEach(Member::goOn));
    }

    @Override
    public void event(Member member, long position) {
        events++;
        if (position == middle) {
            if (stalling) {
                member.stall();
            }
            if (++passed == size) {
                inTheMiddle.complete(System.nanoTime());
            }
        }
    }

    @Override
    public void caughtUp(Member member, long head) {
        if (member.position() != head) {
            fail(new IllegalStateException("The sentinel " + head + " came after position " + member.position()));
        } else if (++finished == size) {
            atTheEnd.complete(System.nanoTime());
        }
    }

    @Override
    public void gone(Member member, @Nullable Throwable failure) {
        fail(new IllegalStateException("A reader was cut off after position " + member.position(), failure));
    }

    private void fail(IllegalStateException cause) {
        inTheMiddle.completeExceptionally(cause);
        atTheEnd.completeExceptionally(cause);
    }

    void leave() {
        crowd.run(() -> List.copyOf(members).forEach(Member::vanish));
    }
}
