package io.quarkiverse.journal;

/**
 * An idempotency key was used before in this topic, with other events. Nothing was stored.
 */
public class IdempotencyConflictException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the key.
     *
     * @param topic the topic
     * @param key the key that was used before
     */
    public IdempotencyConflictException(String topic, String key) {
        super("The idempotency key " + key + " was used before in topic " + topic
                + ", with other events; nothing is stored. Repeat the same events with it, or take a new key");
    }
}
