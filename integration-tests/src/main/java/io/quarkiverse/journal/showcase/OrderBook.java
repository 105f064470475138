package io.quarkiverse.journal.showcase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkus.runtime.StartupEvent;

/** Orders of several lines, in a table of the application's own: the rows and the events commit together, or not at all. */
@ApplicationScoped
public class OrderBook {

    /** Nodes start together: the lock lets one of them create the table while the others wait. */
    private static final String CREATE = """
            BEGIN;
            SELECT pg_advisory_xact_lock(hashtext('order_line'));
            CREATE TABLE IF NOT EXISTS order_line (
                order_number text    NOT NULL,
                line         integer NOT NULL,
                customer     text    NOT NULL,
                item         text    NOT NULL,
                quantity     integer NOT NULL CHECK (quantity > 0),
                PRIMARY KEY (order_number, line));
            COMMIT""";

    @Inject
    AgroalDataSource database;

    @Inject
    Journal journal;

    void createTable(@Observes StartupEvent started) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** If the table refuses a line, none of the lines is kept, and none of the events is ever seen. */
    @Transactional(rollbackOn = SQLException.class)
    public void enter(String topic, String number, List<Order> lines) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO order_line VALUES (?, ?, ?, ?, ?)")) {
            for (int line = 0; line < lines.size(); line++) {
                Order order = lines.get(line);
                journal.publish(topic, order.placed(number));
                insert.setString(1, number);
                insert.setInt(2, line);
                insert.setString(3, order.customer());
                insert.setString(4, order.item());
                insert.setInt(5, order.quantity());
                insert.executeUpdate();
            }
        }
    }
}
