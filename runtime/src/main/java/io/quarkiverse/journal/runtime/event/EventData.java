package io.quarkiverse.journal.runtime.event;

import org.jspecify.annotations.Nullable;

/**
 * An event without its position: checked, encoded, and the same bytes wherever it goes. The arrays are never written to after
 * construction.
 *
 * @param topic the topic's name
 * @param kind what sort of event
 * @param id its id
 * @param timeMicros the publisher's time, in microseconds since 1970
 * @param key what it is about
 * @param correlationId what it belongs to
 * @param index its place in its correlation
 * @param run the run it was published in
 * @param step the step of that run
 * @param headers a JSON object in UTF-8, or {@code null} when there are none
 * @param payload a JSON value in UTF-8
 * @param idGiven whether the publisher gave the id, so that it is stored once; not known of an event that was read
 */
public record EventData(String topic, String kind, String id, long timeMicros, @Nullable String key,
        @Nullable String correlationId, @Nullable Long index, @Nullable String run, @Nullable String step,
        byte @Nullable [] headers, byte[] payload, boolean idGiven) {

    /** The kind of the marker behind a topic's last event. Reserved: no publisher can use it. */
    public static final String END = "end";

    /** What the objects around the bytes cost, roughly; the queue and the buffer bound memory with it. */
    private static final int OVERHEAD = 256;

    /** An event whose id was made for it, or that was read. */
    public EventData(String topic, String kind, String id, long timeMicros, @Nullable String key,
            @Nullable String correlationId, @Nullable Long index, @Nullable String run, @Nullable String step,
            byte @Nullable [] headers, byte[] payload) {
        this(topic, kind, id, timeMicros, key, correlationId, index, run, step, headers, payload, false);
    }

    /** Whether this is the marker behind its topic's last event. */
    public boolean isEnd() {
        return kind.equals(END);
    }

    /**
     * About how much memory this event holds.
     */
    public int weight() {
        int weight = OVERHEAD + payload.length + id.length() + kind.length();
        if (headers != null) {
            weight += headers.length;
        }
        if (key != null) {
            weight += key.length();
        }
        if (correlationId != null) {
            weight += correlationId.length();
        }
        return weight;
    }
}
