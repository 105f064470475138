package io.quarkiverse.journal;

/**
 * The kind is one that streams use for frames of their own.
 */
public class ReservedKindException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the refused kind.
     *
     * @param kind the kind
     */
    public ReservedKindException(String kind) {
        super("kind", "The kind '" + kind + "' is reserved for frames of the journal itself; use another one");
    }
}
