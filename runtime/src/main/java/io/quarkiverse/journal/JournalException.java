package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * Anything that the journal refuses or cannot do. Its message tells what happened, with which values, and what to do.
 */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what happened, with which values, and what to do
     */
    public JournalException(String message) {
        super(message);
    }

    /**
     * A failure with its cause.
     *
     * @param message what happened, with which values, and what to do
     * @param cause why, if something else failed
     */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
