package io.quarkiverse.journal;

/**
 * A topic's last event has another position than the caller expected: somebody else has published to it. Nothing was stored.
 */
public class UnexpectedPositionException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final long expected;
    /** See the method of the same name. */
    private final long actual;

    /**
     * Carries both positions.
     *
     * @param topic the topic
     * @param expected the position that the caller expected
     * @param actual the position of the topic's last event, 0 when it has none
     */
    public UnexpectedPositionException(String topic, long expected, long actual) {
        super("The last position of topic " + topic + " is " + actual + ", not " + expected
                + "; nothing is stored. Read what is new in the topic and decide again");
        this.expected = expected;
        this.actual = actual;
    }

    /**
     * What the caller expected.
     *
     * @return the position
     */
    public long expected() {
        return expected;
    }

    /**
     * The topic's last position when the append was refused.
     *
     * @return the position, 0 when the topic has no event
     */
    public long actual() {
        return actual;
    }
}
