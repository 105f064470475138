package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** What is in PostgreSQL when a run has ended, read past everything that is tested. */
final class Database {

    private Database() {
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

    /** By topic, up to where retention may have removed events. */
    static Map<String, Long> floors(Postgres postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, floor FROM journal.topic")) {
            Map<String, Long> floors = new HashMap<>();
            while (row.next()) {
                floors.put(row.getString(1), row.getLong(2));
            }
            return floors;
        } catch (SQLException e) {
            throw new IllegalStateException("The topics' floors cannot be read", e);
        }
    }

    /** The highest position. */
    static long head(Postgres postgres) {
        return number(postgres, "SELECT coalesce(max(head), 0) FROM journal.batch");
    }

    /** The events that committed transactions have left and nobody has sequenced. */
    static long pending(Postgres postgres) {
        return number(postgres, "SELECT count(*) FROM journal.pending");
    }

    private static long number(Postgres postgres, String query) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("No answer to " + query, e);
        }
    }
}
