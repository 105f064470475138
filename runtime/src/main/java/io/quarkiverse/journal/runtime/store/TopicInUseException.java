package io.quarkiverse.journal.runtime.store;

import io.quarkiverse.journal.JournalException;

/** A topic's end could not be written now, since transactions that published to it are open. To be tried again. */
public final class TopicInUseException extends JournalException {

    private static final long serialVersionUID = 1L;

    TopicInUseException(String topic) {
        super("Transactions that have published to topic " + topic + " are open");
    }
}
