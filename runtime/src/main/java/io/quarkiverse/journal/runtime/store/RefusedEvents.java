package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Puts aside what the event table refuses of committed transactions, so that nothing else waits for it. Which events those are
 * is found by trying: under the journal's lock, in the order in which they would be moved, each after those before it, and
 * undone in the end. So of two that a unique index of somebody's does not take together, the later one is put aside.
 * <p>
 * Not thread-safe: used by the writer's thread.
 */
final class RefusedEvents {

    /** The lock is held meanwhile, so whatever is beyond these is left for the next time. */
    private static final int MOST = 100;

    private final Tables tables;
    private final String tickets;
    private final String tried;
    private final String aside;

    RefusedEvents(Tables tables) {
        this.tables = tables;
        this.tickets = """
                SELECT ticket
                FROM (SELECT ticket, row_number() OVER (ORDER BY last, ticket) AS n, rank() OVER (ORDER BY last) AS begins
                      FROM (SELECT ticket, max(ticket) OVER (PARTITION BY transaction) AS last FROM %s) p) o
                WHERE begins <= %d ORDER BY n LIMIT ?""".formatted(tables.pending(), PendingMove.MOST);
        this.tried = """
                INSERT INTO %s (position, recorded, time, index, topic_id, kind, id, key, correlation_id, run, step, headers,
                                payload)
                SELECT ? + t.n, clock_timestamp(), p.time, p.index, p.topic_id, p.kind, p.id, p.key, p.correlation_id, p.run,
                       p.step, p.headers, p.payload
                FROM unnest(?::int8[]) WITH ORDINALITY AS t (ticket, n) JOIN %s p ON p.ticket = t.ticket ORDER BY t.n"""
                .formatted(tables.event(), tables.pending());
        this.aside = """
                WITH found AS (
                    SELECT * FROM unnest(?::int8[], ?::text[], ?::text[]) AS f (ticket, sqlstate, reason)),
                taken AS (
                    DELETE FROM %1$s p USING found f WHERE p.ticket = f.ticket RETURNING p.*),
                kept AS (
                    INSERT INTO %2$s (ticket, sqlstate, reason, index, time, topic_id, kind, id, id_given, key, correlation_id,
                                      run, step, headers, payload)
                    SELECT ticket, f.sqlstate, f.reason, index, time, topic_id, kind, id, id_given, key, correlation_id, run, step,
                           headers, payload
                    FROM taken JOIN found f USING (ticket))
                SELECT t.id, coalesce((SELECT name FROM %3$s n WHERE n.id = t.topic_id), 'number ' || t.topic_id)
                FROM taken t ORDER BY array_position(?::int8[], t.ticket) LIMIT 1"""
                .formatted(tables.pending(), tables.refused(), tables.topic());
    }

    private record Refused(Long ticket, SQLException cause) {
    }

    /**
     * Puts aside what is refused of the events that would be moved next.
     *
     * @param connection in autocommit mode, and so afterwards
     * @param end where the partitions end, exclusive: what lies behind is not tried, for no partition is a refusal too
     * @param isOfEvents whether a failure is a refusal of events
     * @return what was put aside, or {@code null} when everything is taken, or nothing can be for no fault of the events
     */
    @Nullable
    SetAside setAside(Connection connection, long end, Predicate<SQLException> isOfEvents) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LockedStart.lock(tables));
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            long head = Heads.head(connection, tables);
            List<Refused> refused = hasEventsBehind(connection, head) ? List.of()
                    : refused(connection, new Trial(connection, head, tickets(connection, end - 1 - head), isOfEvents));
            SetAside result = refused.isEmpty() ? null : setAside(connection, refused);
            connection.commit();
            return result;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Somebody has written into the table: whatever came next would be refused for its position, and has no fault. */
    private boolean hasEventsBehind(Connection connection, long head) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT EXISTS (SELECT FROM " + tables.event() + " WHERE position > ?)")) {
            statement.setLong(1, head);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static List<Refused> refused(Connection connection, Trial trial) throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<Refused> refused = trial.refused();
        connection.rollback(before);
        return refused;
    }

    private List<Long> tickets(Connection connection, long most) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(tickets)) {
            statement.setLong(1, Math.max(0, most));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found;
    }

    private SetAside setAside(Connection connection, List<Refused> refused) throws SQLException {
        Object[] numbers = refused.stream().map(Refused::ticket).toArray();
        try (PreparedStatement statement = connection.prepareStatement(aside)) {
            statement.setArray(1, connection.createArrayOf("int8", numbers));
            statement.setArray(2, connection.createArrayOf("text",
                    refused.stream().map(each -> each.cause().getSQLState()).toArray()));
            statement.setArray(3, connection.createArrayOf("text",
                    refused.stream().map(each -> each.cause().getMessage()).toArray()));
            statement.setArray(4, connection.createArrayOf("int8", numbers));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new SetAside(refused.size(), row.getString(2), row.getString(1), refused.get(0).cause(),
                        tables.refused());
            }
        }
    }

    /** Inserts everything, by halves where something is refused. */
    private final class Trial {

        private final Connection connection;
        private final long head;
        private final List<Long> tickets;
        private final Predicate<SQLException> isOfEvents;
        private final List<Refused> refused = new ArrayList<>();

        Trial(Connection connection, long head, List<Long> tickets, Predicate<SQLException> isOfEvents) {
            this.connection = connection;
            this.head = head;
            this.tickets = tickets;
            this.isOfEvents = isOfEvents;
        }

        List<Refused> refused() throws SQLException {
            if (!tickets.isEmpty()) {
                insert(0, tickets.size());
            }
            return refused;
        }

        private void insert(int from, int to) throws SQLException {
            if (refused.size() == MOST) {
                return;
            }
            Savepoint before = connection.setSavepoint();
            try (PreparedStatement statement = connection.prepareStatement(tried)) {
                statement.setLong(1, head + from);
                statement.setArray(2, connection.createArrayOf("int8", tickets.subList(from, to).toArray()));
                statement.executeUpdate();
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!isOfEvents.test(e)) {
                    throw e;
                }
                connection.rollback(before);
                if (to - from == 1) {
                    refused.add(new Refused(tickets.get(from), e));
                } else {
                    int middle = (from + to) >>> 1;
                    insert(from, middle);
                    insert(middle, to);
                }
            }
        }
    }
}
