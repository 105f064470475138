package io.quarkiverse.journal.runtime.tail;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Tables;

/** Finds out whether the database still has what the tail has seen. It has not when it was restored from an older backup. */
final class Divergence {

    private final Tail tail;
    private final Tables tables;

    Divergence(Tail tail, Tables tables) {
        this.tail = tail;
        this.tables = tables;
    }

    /**
     * Up to where the database and the tail are the same.
     *
     * @param seen the tail's head, as it was before the database's was read
     * @param head the database's
     * @return {@code seen} when nothing is wrong; 0 when they have nothing in common that is in memory
     */
    long common(Connection connection, long seen, long head) throws SQLException {
        long different = Math.min(seen, head);
        if (tail.get(different) == null) {
            // Below what is in memory: there it may have become another journal before it grew again.
            return different == seen ? seen : 0;
        }
        if (same(connection, different)) {
            return different;
        }
        long common = tail.low() - 1;
        while (common + 1 < different) {
            long middle = (common + different) >>> 1;
            if (same(connection, middle)) {
                common = middle;
            } else {
                different = middle;
            }
        }
        return common < tail.low() ? 0 : common;
    }

    /** What is not in memory, or was removed from the database, tells nothing. */
    private boolean same(Connection connection, long position) throws SQLException {
        StoredEvent event = tail.get(position);
        if (event == null) {
            return true;
        }
        String id = Heads.eventId(connection, tables, position);
        return id == null || id.equals(event.data().id());
    }
}
