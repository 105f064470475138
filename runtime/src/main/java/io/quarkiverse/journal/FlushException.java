package io.quarkiverse.journal;

/**
 * Events that a flush covers will never be written. Everything else that it covers is committed.
 */
public class FlushException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final long lost;

    /**
     * Counts the lost events.
     *
     * @param lost how many events were lost
     */
    public FlushException(long lost) {
        super(lost + (lost == 1 ? " event" : " events") + " published before this flush will never be written: dropped by the "
                + "overflow policy (quarkus.journal.publish.overflow) or refused by the database; the log tells which");
        this.lost = lost;
    }

    /**
     * How many events were lost.
     *
     * @return the number of events
     */
    public long lost() {
        return lost;
    }
}
