package io.quarkiverse.journal.showcase;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.client.SseEvent;

import io.smallrye.mutiny.Multi;

/** A topic of another application's journal, in both formats. {@link Feed} keeps its place. */
@RegisterRestClient(configKey = "feed")
@Path("/journal/topics/{topic}/stream")
public interface TopicFeed {

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<SseEvent<String>> frames(@RestPath String topic, @HeaderParam("Last-Event-ID") String last);

    @GET
    @Produces("application/x-ndjson")
    Multi<FeedLine> lines(@RestPath String topic, @HeaderParam("Last-Event-ID") String last);
}
