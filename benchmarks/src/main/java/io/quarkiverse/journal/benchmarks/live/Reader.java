package io.quarkiverse.journal.benchmarks.live;

import java.util.function.LongConsumer;

/** Follows a topic live. */
interface Reader extends AutoCloseable {

    /**
     * What is done with the due time of each event as it arrives, from now on.
     */
    void onArrival(LongConsumer arrival);

    @Override
    void close();
}
