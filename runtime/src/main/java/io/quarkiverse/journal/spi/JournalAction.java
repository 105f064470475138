package io.quarkiverse.journal.spi;

/** What somebody wants to do over HTTP. */
public enum JournalAction {

    /** See events: as a stream or as a history. */
    READ,
    /** Append events to a topic. */
    PUBLISH,
    /** Close a topic for good. */
    CLOSE
}
