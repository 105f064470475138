package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;

/**
 * What a client asks of a stream.
 *
 * @param subscription what to read
 * @param form how to write it
 * @param named whether events carry their kind as the name of the SSE event
 */
record StreamRequest(Subscription subscription, MediaType form, boolean named) {

    /**
     * Reads a request.
     *
     * @param topic the topic of the path, or {@code null} for the whole journal
     * @param lastEventId the header {@code Last-Event-ID}
     * @param accept the values of the header {@code Accept}
     * @throws RefusedException when a value is malformed, also one that another one takes precedence over
     */
    static StreamRequest parse(@Nullable String topic, Query query, @Nullable String lastEventId, List<String> accept) {
        boolean full = query.flag("full", true);
        Start start = Stream.of(
                EventSelection.parseStart("Last-Event-ID", lastEventId),
                EventSelection.parseStart("lastEventId", query.single("lastEventId")),
                EventSelection.parseStart("since", query.single("since")))
                .filter(Objects::nonNull).findFirst().orElse(full ? Start.earliest() : Start.latest());
        Subscription subscription = EventSelection.parse(topic, query, start, query.flag("sentinel", true),
                query.flag("live", true));
        return new StreamRequest(subscription, MediaType.negotiate(accept, MediaType.STREAMS), query.flag("named", true));
    }

    FrameWriter frames() {
        return form == MediaType.SSE ? new SseFrames(named) : new NdjsonFrames();
    }
}
