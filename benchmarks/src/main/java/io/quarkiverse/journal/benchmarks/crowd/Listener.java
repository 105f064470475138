package io.quarkiverse.journal.benchmarks.crowd;

import org.jspecify.annotations.Nullable;

/** What a {@link Member} tells, on the crowd's thread. */
public interface Listener {

    /** An event came, the one after that before it. */
    void event(Member member, long position);

    /** The sentinel came, in a stream of SSE. */
    default void caughtUp(Member member, long head) {
    }

    /**
     * The connection is over.
     *
     * @param failure {@code null} when the server has ended the response
     */
    void gone(Member member, @Nullable Throwable failure);
}
