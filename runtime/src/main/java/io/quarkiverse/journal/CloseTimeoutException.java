package io.quarkiverse.journal;

import java.time.Duration;

/**
 * A topic could not be closed, since transactions that had published to it stayed open for too long. The topic is as before: it
 * has no end, and takes events again.
 */
public class CloseTimeoutException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final int transactions;

    /**
     * Tells what was waited for.
     *
     * @param topic the topic
     * @param transactions how many transactions that published to it are open
     * @param waited how long they were waited for
     */
    public CloseTimeoutException(String topic, int transactions, Duration waited) {
        super("Topic " + topic + " is not closed: after " + waited.toMillis() + " ms "
                + (transactions == 1 ? "1 transaction that has published to it is"
                        : transactions
                                + " transactions that have published to it are")
                + " still open, and may commit its events. Close it again once they have ended, or wait longer "
                + "(quarkus.journal.topics.close-timeout)");
        this.transactions = transactions;
    }

    /**
     * How many transactions that had published to the topic were open at last.
     *
     * @return their number; 0 when they ended in the last moment
     */
    public int transactions() {
        return transactions;
    }
}
