package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Deletes, in small steps, the events below topics' floors. How far it has come is stored with each step, so that whoever goes
 * on
 * neither walks over dead rows nor looks at topics that have nothing to delete.
 */
public final class Sweep {

    private static final int TOPICS = 8;
    private static final int EVENTS_OF_EACH = 1_000;

    private final String sql;

    public Sweep(Tables tables) {
        this.sql = """
                WITH due AS MATERIALIZED (
                    SELECT id, swept, floor FROM %1$s WHERE swept < floor ORDER BY id LIMIT %3$d),
                victim AS MATERIALIZED (
                    SELECT due.id, v.position FROM due CROSS JOIN LATERAL (
                        SELECT e.position FROM %2$s e
                        WHERE e.topic_id >= due.id AND e.topic_id <= due.id
                          AND e.position > due.swept AND e.position <= due.floor
                        ORDER BY e.topic_id, e.position LIMIT %4$d) v),
                deleted AS (
                    DELETE FROM %2$s e USING victim v WHERE e.position = v.position RETURNING e.position),
                progress AS (
                    UPDATE %1$s t SET swept = CASE WHEN p.found < %4$d THEN p.floor ELSE p.last END
                    FROM (SELECT due.id, due.floor, count(v.position) AS found, max(v.position) AS last
                          FROM due LEFT JOIN victim v ON v.id = due.id GROUP BY due.id, due.floor) p
                    WHERE t.id = p.id)
                SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM deleted)"""
                .formatted(tables.topic(), tables.event(), TOPICS, EVENTS_OF_EACH);
    }

    /**
     * A step.
     *
     * @return how many events it deleted; -1 when there is nothing left to do
     */
    public long step(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) == 0 ? -1 : row.getLong(2);
        }
    }
}
