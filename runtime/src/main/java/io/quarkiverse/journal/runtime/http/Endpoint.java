package io.quarkiverse.journal.runtime.http;

/** What there is below the journal's base path. */
public enum Endpoint {

    /** A stream, of a topic or of the whole journal. */
    STREAM,
    /** The history of the whole journal. */
    EVENTS,
    /** The history of a topic, and where one publishes to it. */
    TOPIC_EVENTS,
    /** The list of topics. */
    TOPICS,
    /** What there is to know of one topic. */
    TOPIC,
    /** Where one closes a topic. */
    TOPIC_CLOSE,
    /** Anything else. */
    NOTHING
}
