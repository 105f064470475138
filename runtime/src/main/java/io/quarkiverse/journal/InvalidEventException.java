package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * An event was refused at the call: nothing of it is queued or stored.
 */
public class InvalidEventException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final String field;

    /**
     * A refused field.
     *
     * @param field the name of the field, as in the event's JSON
     * @param message what is wrong with it
     */
    public InvalidEventException(String field, String message) {
        this(field, message, null);
    }

    /**
     * A refused field, with its cause.
     *
     * @param field the name of the field, as in the event's JSON
     * @param message what is wrong with it
     * @param cause the encoder's complaint
     */
    public InvalidEventException(String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.field = field;
    }

    /**
     * The field that was refused.
     *
     * @return its name, as in the event's JSON
     */
    public String field() {
        return field;
    }
}
