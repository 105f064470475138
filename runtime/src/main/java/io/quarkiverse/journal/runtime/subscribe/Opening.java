package io.quarkiverse.journal.runtime.subscribe;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicFloors;

/**
 * What a reading has to know before it begins.
 *
 * @param extent the whole journal
 * @param raised the wanted topics that lost events after the start
 */
record Opening(Extent extent, TopicFloors.Raised raised) {

    /**
     * @param ticketLimit the highest ticket of a transaction that is of interest
     */
    static Opening read(Connection connection, Tables tables, TopicFloors floors, Start start, EventFilter filter,
            long ticketLimit) throws SQLException {
        Extent extent = Heads.extent(connection, tables, Beginning.checked(start), ticketLimit);
        return new Opening(extent, floors.raised(connection, filter, Beginning.wanted(start, extent), 0));
    }
}
