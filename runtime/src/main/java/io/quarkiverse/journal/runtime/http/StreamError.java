package io.quarkiverse.journal.runtime.http;

/** Why a stream cannot go on: all that a client gets to know. */
enum StreamError {

    /** Something that the stream needs cannot be had now. */
    UNAVAILABLE("unavailable"),
    /** The reader may not read this any longer. */
    FORBIDDEN("forbidden"),
    /** The identity that the stream was opened with has ended. */
    EXPIRED("expired"),
    /** Something that is in the log of the server. */
    INTERNAL("internal");

    private final String reason;

    StreamError(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
