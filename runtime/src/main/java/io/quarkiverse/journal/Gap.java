package io.quarkiverse.journal;

/**
 * The subscription could not start where it asked to; it goes on from the first position that is kept.
 *
 * @param reason why
 * @param requested the position that was asked for
 * @param first the position of the first event that can be delivered
 */
public record Gap(Reason reason, long requested, long first) implements Frame {

    /** Why a place in the journal cannot be honoured. */
    public enum Reason {
        /** Retention has removed events after the place that was asked for. */
        TRUNCATED,
        /** The cursor is of another journal, or of another history of this one. */
        EPOCH,
        /** The cursor is ahead of the journal: it was restored from an older backup. */
        AHEAD
    }
}
