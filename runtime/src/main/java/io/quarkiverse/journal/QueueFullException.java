package io.quarkiverse.journal;

/**
 * There was no room in the node's queue, so the event was not taken. The database is slower than the publishers, or away.
 */
public class QueueFullException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Carries the state of the queue.
     *
     * @param message the state of the queue, and what to do
     */
    public QueueFullException(String message) {
        super(message);
    }
}
