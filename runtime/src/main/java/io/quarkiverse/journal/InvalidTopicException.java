package io.quarkiverse.journal;

/**
 * The name is no topic's name: a letter or digit, then up to 199 letters, digits, {@code .}, {@code _} and {@code -}.
 */
public class InvalidTopicException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the refused name.
     *
     * @param name the name
     */
    public InvalidTopicException(String name) {
        super("topic", "'" + Quoted.of(name) + "' is no name for a topic: it must be a letter or digit, followed by up to 199 "
                + "letters, digits, '.', '_' or '-'");
    }
}
