package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Takes the frames of a reading, in order. A method for each sort of frame, so that an event needs no object around it.
 */
public interface FrameSink {

    void event(StoredEvent event);

    void caughtUp(CaughtUp caughtUp);

    void gap(Gap gap);

    /** One of several topics was closed. Counts as an event. */
    void topicClosed(TopicClosed closed);

    void end(End end);
}
