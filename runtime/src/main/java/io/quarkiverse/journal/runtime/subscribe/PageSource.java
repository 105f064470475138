package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Page;
import io.smallrye.mutiny.Uni;

/**
 * What readings ask the stored journal. Each subscription to an answer asks anew; none blocks.
 */
interface PageSource {

    /**
     * The whole journal at a moment after the question, what a reader that starts somewhere has
     * missed, and whether its topic has ended.
     */
    Uni<Opening> opening(Start start, EventFilter filter);

    /**
     * The next matching events strictly after a position.
     *
     * @param seen how often floors had been raised when they were looked at before
     * @param most how many events at most
     */
    Uni<Page> page(long after, EventFilter filter, long seen, int most);

    /** Whether questions are refused, since the node ends. */
    boolean isClosed();
}
