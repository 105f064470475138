package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;
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

    /** The next matching events. */
    Uni<Page> page(PageRequest wanted);

    /** Whether questions are refused, since the node ends. */
    boolean isClosed();
}
