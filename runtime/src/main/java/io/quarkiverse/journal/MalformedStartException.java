package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * A text that should say where to start reading is no cursor, position, instant, {@code earliest} or {@code latest}.
 */
public class MalformedStartException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param text the text, shortened in the message
     * @param reason what is wrong with it
     * @param cause the parser's complaint
     */
    public MalformedStartException(String text, String reason, @Nullable Throwable cause) {
        super("Cannot start at '" + Quoted.of(text) + "': " + reason
                + ". Give a cursor from an earlier frame, a position, an ISO-8601 instant, 'earliest' or 'latest'", cause);
    }

}
