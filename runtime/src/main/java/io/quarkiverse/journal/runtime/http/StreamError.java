package io.quarkiverse.journal.runtime.http;

/** Why a stream cannot go on: all that a client gets to know. */
enum StreamError {

    /** The database cannot be reached. */
    UNAVAILABLE("unavailable"),
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
