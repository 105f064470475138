package io.quarkiverse.journal.runtime.store;

/**
 * A topic that lost events.
 *
 * @param topic its name
 * @param floor the highest position that was removed
 * @param first the first position that is kept; the one after the floor when there is none
 * @param ended where it ended, if it is closed; 0 if not
 */
public record Trimmed(String topic, long floor, long first, long ended) {

    /** A topic that is open. */
    public Trimmed(String topic, long floor, long first) {
        this(topic, floor, first, 0);
    }

    /** Whether its end was removed as well, so that nobody meets it among the events. */
    public boolean lostItsEnd() {
        return ended > 0 && ended <= floor;
    }
}
