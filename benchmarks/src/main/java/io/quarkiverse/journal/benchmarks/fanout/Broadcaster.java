package io.quarkiverse.journal.benchmarks.fanout;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A server in a process of its own that sends the same events to everybody who listens. */
interface Broadcaster {

    String name();

    /** Where one attaches, to get what is sent from then on. */
    URI stream();

    /**
     * Makes ready for another audience.
     *
     * @return the position before the next event
     */
    long begin();

    /** Has the next events sent to everybody; completes once that is certain, not once they have arrived. */
    CompletableFuture<?> send(int count);

    long pid();
}
