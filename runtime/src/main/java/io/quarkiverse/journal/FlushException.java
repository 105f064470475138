package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

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
        this(lost, null);
    }

    /**
     * Counts the lost events, and tells why the last of those was lost that were refused since their topic was closed.
     *
     * @param lost how many events were lost
     * @param cause the newest refusal among them; {@code null} when no topic was closed
     */
    public FlushException(long lost, @Nullable TopicClosedException cause) {
        super(lost + (lost == 1 ? " event" : " events") + " published before this flush will never be written: dropped by the "
                + "overflow policy (quarkus.journal.publish.overflow), refused by the database, published to a topic that was "
                + "closed, or not written when the journal ended; the log tells which", cause);
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
