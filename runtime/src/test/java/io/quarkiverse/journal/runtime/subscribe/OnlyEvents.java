package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;

/** A sink for readings that give nothing but events; whoever expects more says so. */
interface OnlyEvents extends FrameSink {

    @Override
    default void caughtUp(CaughtUp caughtUp) {
        throw new AssertionError(caughtUp);
    }

    @Override
    default void gap(Gap gap) {
        throw new AssertionError(gap);
    }

    @Override
    default void topicClosed(TopicClosed closed) {
        throw new AssertionError(closed);
    }

    @Override
    default void end(End end) {
        throw new AssertionError(end);
    }
}
