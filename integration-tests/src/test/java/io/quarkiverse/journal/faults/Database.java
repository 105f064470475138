package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is in PostgreSQL when a run has ended, read past everything that is tested. */
final class Database {

    private static final int ROWS_AT_A_TIME = 10_000;

    private Database() {
    }

    /** All events, by position. */
    static List<Stored> events(Postgres postgres) {
        try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(ROWS_AT_A_TIME);
            List<Stored> events = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("""
                    SELECT position, name, substr(key, 2)::int, (payload->>'quantity')::int - 1, e.id
                    FROM journal.event e JOIN journal.topic t ON t.id = topic_id ORDER BY position""")) {
                while (row.next()) {
                    events.add(new Stored(row.getLong(1), row.getString(2).intern(), row.getInt(3), row.getInt(4),
                            row.getString(5).hashCode()));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new IllegalStateException("The events cannot be read", e);
        }
    }

    /** How many rows of the application's own table each attempt has. */
    static Map<Integer, Integer> lines(Postgres postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT substr(customer, 2)::int, count(*) FROM order_line GROUP BY customer")) {
            Map<Integer, Integer> lines = new HashMap<>();
            while (row.next()) {
                lines.put(row.getInt(1), row.getInt(2));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("The order lines cannot be read", e);
        }
    }

    /** The events that committed transactions have left and nobody has sequenced. */
    static long pending(Postgres postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM journal.pending")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("The pending events cannot be counted", e);
        }
    }
}
