package io.quarkiverse.journal;

/**
 * The kind is not 1–64 letters, digits, {@code .}, {@code _} and {@code -}.
 */
public class InvalidKindException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the refused kind.
     *
     * @param kind the kind
     */
    public InvalidKindException(String kind) {
        super("kind", "'" + Quoted.of(kind) + "' is no kind: it must be 1 to 64 letters, digits, '.', '_' or '-'");
    }
}
