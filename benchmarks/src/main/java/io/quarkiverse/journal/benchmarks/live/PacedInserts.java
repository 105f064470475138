package io.quarkiverse.journal.benchmarks.live;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** The limit: rows inserted and committed at the same rate, with enough connections that none waits for another. */
final class PacedInserts implements Contender, AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final Pace pace;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<PreparedStatement> idle = new ArrayBlockingQueue<>(CONNECTIONS);
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

    PacedInserts(Database database, EventTable table, Pace pace) throws SQLException {
        this.pace = pace;
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = database.connect();
            connections.add(connection);
            idle.add(connection.prepareStatement("INSERT INTO " + table.name()
                    + " (position, time, recorded, topic_id, kind, id, payload) "
                    + "VALUES (nextval('" + table.schema() + ".positions'), now(), now(), 1, 'event', ?, ?::json)"));
        }
    }

    @Override
    public String name() {
        return "INSERT, COMMIT (limit)";
    }

    @Override
    public Measurement round() throws Exception {
        Arrivals durable = new Arrivals(pace.count());
        long start = System.nanoTime();
        pace.send(due -> threads.execute(() -> insert(due, durable)));
        return new Measurement(pace.count() * 1e9 / (System.nanoTime() - start), Map.of("committed", durable.await()));
    }

    private void insert(long due, Arrivals durable) {
        try {
            PreparedStatement statement = idle.take();
            statement.setString(1, UUID.randomUUID().toString());
            statement.setString(2, TimedPayload.of(due));
            statement.executeUpdate();
            idle.add(statement);
            durable.arrived(due);
        } catch (SQLException | InterruptedException e) {
            durable.failed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
