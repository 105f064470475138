package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Finds where in the journal the events with some times are, by halving: whether there is one between two positions is a
 * question that the BRIN index answers from the few blocks that may have one. Times need not follow positions for that: a half
 * is left out only when no event in it has such a time, at whatever place.
 * <p>
 * Without that index nothing is narrowed: each question would read all events between the two positions.
 */
final class TimeSearch {

    /** Positions are narrowed to so many. Reading them is quicker than asking on. */
    private static final long CLOSE = 10_000;

    private final Connection connection;
    private final Tables tables;
    private final TimeRange times;

    /** @param connection in a transaction, whose settings are those of {@link JournalPools#READER_SESSION} */
    TimeSearch(Connection connection, Tables tables, TimeRange times) {
        this.connection = connection;
        this.tables = tables;
        this.times = times;
    }

    /**
     * Two positions.
     *
     * @param after what is looked for is strictly after it
     * @param before what is looked for is strictly before it
     */
    record Between(long after, long before) {
    }

    /**
     * Narrows a range of positions to where events with these times are. The connection's transaction may gather blocks from
     * then
     * on.
     */
    Between narrow(Between all) throws SQLException {
        if (!isIndexed()) {
            return all;
        }
        gather(true);
        Between later = times.fromMicros() == null ? all : withoutEarlier(all);
        Between found = times.toMicros() == null ? later : withoutLater(later);
        gather(false);
        return found;
    }

    private Between withoutEarlier(Between all) throws SQLException {
        long after = all.after();
        long before = all.before();
        while (before - after > CLOSE) {
            long middle = after + (before - after) / 2;
            if (any(after, middle + 1)) {
                before = middle + 1;
            } else {
                after = middle;
            }
        }
        return new Between(after, all.before());
    }

    private Between withoutLater(Between all) throws SQLException {
        long after = all.after();
        long before = all.before();
        while (before - after > CLOSE) {
            long middle = after + (before - after) / 2;
            if (any(middle, before)) {
                after = middle;
            } else {
                before = middle + 1;
            }
        }
        return new Between(all.after(), before);
    }

    private boolean any(long after, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM " + tables.event() + " WHERE position > ? AND position < ?" + times.where()
                        + ")")) {
            statement.setLong(1, after);
            statement.setLong(2, before);
            times.bind(statement, 3);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private boolean isIndexed() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, tables.qualified("event_time"));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Which blocks may have a time can only be gathered; other ways look cheap to the planner where one event is enough. */
    private void gather(boolean only) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', ?, true),
                       set_config('enable_indexonlyscan', ?, true), set_config('enable_seqscan', ?, true)""")) {
            for (int parameter = 1; parameter <= 3; parameter++) {
                statement.setString(parameter, only ? "off" : "on");
            }
            statement.executeQuery().close();
        }
    }
}
