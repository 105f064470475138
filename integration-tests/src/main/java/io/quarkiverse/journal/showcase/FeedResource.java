package io.quarkiverse.journal.showcase;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.mutiny.Multi;

/** What this application sees of another one's topics, a line each. */
@Path("/feeds/{topic}")
@Produces(MediaType.TEXT_PLAIN)
public class FeedResource {

    @Inject
    Feed feed;

    @Inject
    ObjectMapper json;

    @GET
    @Path("sse")
    public Multi<String> frames(String topic) {
        return feed.frames(topic).map(frame -> {
            try {
                return line(frame.name(), json.readValue(frame.data(), FeedLine.class));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A frame that is no JSON: " + frame.data(), e);
            }
        });
    }

    @GET
    @Path("ndjson")
    public Multi<String> lines(String topic) {
        return feed.lines(topic).map(line -> line(line.control() == null ? "event" : line.control(), line));
    }

    private static String line(String name, FeedLine line) {
        return line.key() == null ? name + "\n" : name + " " + line.position() + " " + line.key() + "\n";
    }
}
