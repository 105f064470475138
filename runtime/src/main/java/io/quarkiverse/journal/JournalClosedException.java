package io.quarkiverse.journal;

/**
 * The application is shutting down; the journal takes no more events.
 */
public class JournalClosedException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Says so.
     */
    public JournalClosedException() {
        super("The journal takes no more events: the application is shutting down");
    }
}
