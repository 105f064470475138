package io.quarkiverse.journal.showcase;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ServiceUnavailableException;

import io.quarkiverse.journal.TopicClosedException;

/** Enters orders into the book, and says to whoever sent one why it was not entered. */
@ApplicationScoped
public class OrderDesk {

    private static final String REFUSED_BY_TABLE = "23514";
    private static final long SECONDS_TO_WAIT = 10;

    @Inject
    OrderBook book;

    /**
     * @param topic what tells of the order
     */
    EnteredOrder enter(String topic, List<Order> lines) {
        String number = UUID.randomUUID().toString();
        try {
            book.enter(topic, number, lines);
            return new EnteredOrder(number, lines.size());
        } catch (TopicClosedException e) {
            throw new ClientErrorException("No more orders are taken; nothing of this one is kept", 409);
        } catch (SQLException e) {
            if (REFUSED_BY_TABLE.equals(e.getSQLState())) {
                throw new ClientErrorException("The table refuses a line of the order; nothing of it is kept", 422);
            }
            throw new ServiceUnavailableException("The database is away", SECONDS_TO_WAIT, e);
        }
    }
}
