package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * An accepted event will never be written: the overflow policy dropped it, the database refused it, or the application ended
 * before the database came back.
 */
public class EventLostException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells why.
     *
     * @param message why the event was lost
     * @param cause the database's complaint, if there was one
     */
    public EventLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
