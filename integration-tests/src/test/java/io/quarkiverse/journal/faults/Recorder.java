package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

import org.jboss.logging.Logger;

/**
 * Reads the table while a run goes on, past everything that is tested, and remembers what it saw: what is committed must stay
 * as
 * it is, and must not be passed by what is committed later.
 */
final class Recorder {

    private static final Logger LOG = Logger.getLogger(Recorder.class);
    private static final int ROWS_AT_A_TIME = 20_000;
    private static final String COLUMNS = """
            SELECT position, name, CASE WHEN kind = 'end' THEN -2 ELSE substr(key, 2)::int END,
                   CASE WHEN kind = 'end' THEN 0 ELSE (payload->>'quantity')::int - 1 END, e.id
            FROM journal.event e JOIN journal.topic t ON t.id = topic_id""";

    private final Postgres postgres;
    private final Violations violations;
    private final Rows rows;

    Recorder(Postgres postgres, Violations violations) {
        this.postgres = postgres;
        this.violations = violations;
        this.rows = new Rows(violations);
    }

    /** What it has seen; only its head before it has ended. */
    Rows rows() {
        return rows;
    }

    /** Reads what is new, again and again. */
    void record(Random random, Stop stop) throws InterruptedException {
        do {
            try (Connection connection = postgres.connect();
                    PreparedStatement statement = connection
                            .prepareStatement(COLUMNS + " WHERE position > ? ORDER BY position LIMIT " + ROWS_AT_A_TIME)) {
                do {
                    readNew(statement);
                } while (stop.pause(100));
            } catch (SQLException e) {
                // Faults do that.
                LOG.debug("The table could not be read", e);
            }
        } while (stop.pause(200));
    }

    private void readNew(PreparedStatement statement) throws SQLException {
        int read;
        do {
            read = 0;
            statement.setLong(1, rows.head());
            try (ResultSet row = statement.executeQuery()) {
                for (; row.next(); read++) {
                    rows.add(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4), row.getString(5).hashCode());
                }
            }
        } while (read == ROWS_AT_A_TIME);
    }

    /** Reads the whole table once more: each event that was seen is there, as it was, unless retention says that it is not. */
    void compare() {
        Database.floors(postgres).forEach(rows::floor);
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement(COLUMNS + " ORDER BY position")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(ROWS_AT_A_TIME);
            long next = 1;
            try (ResultSet row = statement.executeQuery()) {
                for (; row.next(); next++) {
                    long position = row.getLong(1);
                    if (position != next) {
                        lost(next, position - 1);
                        next = position;
                    }
                    if (position > rows.head() || !same(row, position)) {
                        violations.add("The table has another event at %d than before, or had none", position);
                    }
                }
            }
            if (next <= rows.head()) {
                lost(next, rows.head());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The events cannot be read", e);
        }
    }

    private void lost(long from, long to) {
        for (long position = from; position <= Math.min(to, rows.head()); position++) {
            if (rows.isThere(position) && position > rows.floor(rows.topic(position))) {
                violations.add("The table has lost what it had at %d", position);
            }
        }
    }

    private boolean same(ResultSet row, long position) throws SQLException {
        return rows.topic(position) == rows.topicNumber(row.getString(2)) && rows.attempt(position) == row.getInt(3)
                && rows.index(position) == row.getInt(4) && rows.idHash(position) == row.getString(5).hashCode();
    }
}
