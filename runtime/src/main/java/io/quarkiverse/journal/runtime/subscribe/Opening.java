package io.quarkiverse.journal.runtime.subscribe;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicEnding;
import io.quarkiverse.journal.runtime.store.TopicFloors;

/**
 * What a reading has to know before it begins.
 *
 * @param extent the whole journal
 * @param raised the wanted topics that lost events after the start
 * @param ending the end of the reading's topic, if it reads one topic only and that is closed
 */
record Opening(Extent extent, TopicFloors.Raised raised, @Nullable TopicEnding ending) {

    /**
     * The topic's end is looked for after the head is known: an end that the head covers is seen.
     *
     * @param ticketLimit the highest ticket of a transaction that is of interest
     */
    static Opening read(Connection connection, Tables tables, TopicFloors floors, Start start, EventFilter filter,
            long ticketLimit) throws SQLException {
        Extent extent = Heads.extent(connection, tables, Beginning.checked(start), ticketLimit);
        String topic = filter.singleTopic();
        return new Opening(extent, floors.raised(connection, filter, Beginning.wanted(start, extent), 0),
                topic == null ? null : TopicEnding.look(connection, tables, extent.epoch(), topic));
    }

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
