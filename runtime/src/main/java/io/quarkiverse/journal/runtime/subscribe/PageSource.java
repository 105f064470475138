package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Page;
import io.smallrye.mutiny.Uni;

/**
 * What readings ask the stored journal. Each subscription to an answer asks anew; none blocks.
 */
interface PageSource {

    /**
     * The whole journal at a moment after the question, and whether a topic has ended.
     *
     * @param checked the position whose event is looked at too
     * @param topic the topic whose end is looked for, or {@code null} for none
     */
    Uni<Opening> opening(long checked, @Nullable String topic);

    /** The next matching events strictly after a position. */
    Uni<Page> page(long after, EventFilter filter);

    /** Whether questions are refused, since the node ends. */
    boolean isClosed();
}
