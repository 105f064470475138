package io.quarkiverse.journal;

/**
 * The payload is larger, as JSON, than {@code quarkus.journal.publish.max-payload-size}.
 */
public class PayloadTooLargeException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the sizes.
     *
     * @param size the size of the encoded payload in bytes
     * @param limit the largest size allowed in bytes
     */
    public PayloadTooLargeException(long size, long limit) {
        super("payload", "The payload has " + size + " bytes as JSON; at most " + limit
                + " are allowed (quarkus.journal.publish.max-payload-size). Keep bulk data elsewhere and refer to it");
    }
}
