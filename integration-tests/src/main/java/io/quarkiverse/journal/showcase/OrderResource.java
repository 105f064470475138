package io.quarkiverse.journal.showcase;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;

import org.jboss.resteasy.reactive.ResponseStatus;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Topic;
import io.smallrye.mutiny.Uni;

/** Takes orders and tells the journal. */
@Path("/orders")
public class OrderResource {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @Topic("orders")
    EventPublisher orders;

    @Inject
    Journal journal;

    @Inject
    OrderDesk desk;

    /** One order: the answer goes out once the event is durable, and no thread waits for that. */
    @POST
    @ResponseStatus(201)
    public Uni<PlacedOrder> place(Order order) {
        String number = UUID.randomUUID().toString();
        return orders.append(order.placed(number))
                .map(receipt -> new PlacedOrder(number, receipt.last(), receipt.cursor().toString()));
    }

    /** Many orders: handed over one by one without waiting, then one wait for all of them. */
    @POST
    @Path("/import")
    public ImportedOrders importAll(List<Order> batch) throws InterruptedException {
        for (Order order : batch) {
            orders.publish(order.placed(UUID.randomUUID().toString()));
        }
        if (!journal.flush(PATIENCE)) {
            throw new ServiceUnavailableException("The orders are queued but not yet durable", PATIENCE.toSeconds());
        }
        return new ImportedOrders(batch.size());
    }

    /** An order of several lines, all or none, in the application's own table and in the journal. */
    @POST
    @Path("/transactional")
    @ResponseStatus(201)
    public EnteredOrder enter(List<Order> lines) {
        return desk.enter("orders", lines);
    }
}
