package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.TopicEnding;
import io.quarkiverse.journal.runtime.store.TopicFloors;

/**
 * What a reading has to know before it begins.
 *
 * @param extent the journal
 * @param raised the wanted topics that lost events after the start
 * @param ending the end of the reading's topic, if it reads one topic only and that is closed
 */
record Opening(Extent extent, TopicFloors.Raised raised, @Nullable TopicEnding ending) {

    /** The end if the extent covers it. A later one is met as an event. */
    @Nullable
    TopicEnding coveredEnding() {
        return ending != null && ending.position() <= extent.head() ? ending : null;
    }

    /** Whether a start lies at or after the topic's end, so that nothing but the end is left to say. */
    boolean isPastEnd(Start start) {
        TopicEnding covered = coveredEnding();
        return covered != null && Beginning.named(start, extent) >= covered.position();
    }
}
