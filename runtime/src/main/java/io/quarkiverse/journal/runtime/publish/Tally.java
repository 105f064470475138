package io.quarkiverse.journal.runtime.publish;

/**
 * What became of the events that were handed over since the start.
 * <p>
 * Not thread-safe: guarded by the queue's lock.
 */
final class Tally {

    private long accepted;
    private long dropped;
    private long refused;
    private long lost;

    void accepted(Submission submission) {
        accepted += submission.events().size();
    }

    void dropped(Submission submission) {
        dropped += submission.events().size();
    }

    void refused(Submission submission) {
        refused += submission.events().size();
    }

    void lost(Submission submission) {
        lost += submission.events().size();
    }

    long dropped() {
        return dropped;
    }

    QueueFigures figures(int waiting, long bytes) {
        return new QueueFigures(waiting, bytes, accepted, dropped, refused, lost);
    }
}
