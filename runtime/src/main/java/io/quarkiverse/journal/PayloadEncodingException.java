package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * The payload cannot be written as JSON, or is no JSON, or cannot be read as the wanted type.
 */
public class PayloadEncodingException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what is wrong.
     *
     * @param message what is wrong
     * @param cause Jackson's complaint
     */
    public PayloadEncodingException(String message, @Nullable Throwable cause) {
        super("payload", message, cause);
    }
}
