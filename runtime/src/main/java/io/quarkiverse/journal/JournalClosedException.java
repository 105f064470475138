package io.quarkiverse.journal;

/**
 * The journal takes no more events: the application is shutting down, or the journal's writer has failed.
 */
public class JournalClosedException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * Says that the application is shutting down.
     */
    public JournalClosedException() {
        super("The journal takes no more events: the application is shutting down");
    }

    /**
     * Says that nobody writes any more, which only a restart mends.
     *
     * @param defect what ended the writer
     */
    public JournalClosedException(Throwable defect) {
        super("The journal takes no more events: its writer failed, for a reason that the log tells. Restart the application",
                defect);
    }
}
