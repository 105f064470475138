package io.quarkiverse.journal.benchmarks.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** What an application does without a journal: each caller has a connection, and inserts and commits row by row. */
final class SingleInserts implements Contender, AutoCloseable {

    private final List<Connection> connections = new ArrayList<>();
    private final Callers callers;

    SingleInserts(Database database, EventTable table, SampleEvents events, int callers, Duration duration)
            throws SQLException {
        List<Callers.Call> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Connection connection = database.connect();
            connections.add(connection);
            calls.add(insert(connection, table, events));
        }
        this.callers = new Callers(calls, duration);
    }

    /** The position is a sequence's: cheap, but readers can miss events. */
    private static Callers.Call insert(Connection connection, EventTable table, SampleEvents events) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table.name()
                + " (position, time, recorded, topic_id, kind, id, key, correlation_id, payload) "
                + "VALUES (nextval('" + table.schema() + ".positions'), ?, now(), 1, ?, ?, ?, ?, ?::json)");
        return number -> {
            statement.setObject(1, OffsetDateTime.now(ZoneOffset.UTC));
            statement.setString(2, events.get(number).kind());
            statement.setString(3, UUID.randomUUID().toString());
            statement.setString(4, events.get(number).key());
            statement.setString(5, events.get(number).correlationId());
            statement.setString(6, events.payload(number));
            statement.executeUpdate();
        };
    }

    @Override
    public String name() {
        return "INSERT, COMMIT";
    }

    @Override
    public Measurement round() throws Exception {
        return callers.measure();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
