package io.quarkiverse.journal.showcase;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.ResponseStatus;

/** Markets, each with a topic of its name. Once that is closed, the market takes no more orders. */
@Path("/markets")
public class MarketResource {

    @Inject
    OrderDesk desk;

    /** An order of several lines, all or none. */
    @POST
    @Path("/{market}/orders")
    @ResponseStatus(201)
    public EnteredOrder enter(String market, List<Order> lines) {
        return desk.enter(market, lines);
    }
}
