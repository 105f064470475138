package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The oldest event that is kept.
 *
 * @param floor every position up to here may be gone
 * @param age how long ago it was recorded, by the database's clock; zero when there is none
 */
public record Oldest(long floor, Duration age) {

    public static Oldest look(Connection connection, Tables tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT floor, (SELECT (extract(epoch FROM clock_timestamp() - recorded) * 1000)::bigint FROM %s
                               WHERE position > floor ORDER BY position LIMIT 1)
                FROM %s""".formatted(tables.event(), tables.log())); ResultSet row = statement.executeQuery()) {
            row.next();
            return new Oldest(row.getLong(1), Duration.ofMillis(Math.max(0, row.getLong(2))));
        }
    }
}
