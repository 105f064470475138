package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * Events are missing, or the subscription could not start where it asked to; it goes on from the first position that is kept.
 * <p>
 * A subscription to several topics gets one for each of them that lost events after its place. Holes that compaction leaves are
 * no gap.
 *
 * @param reason why
 * @param requested the position after which events were asked for
 * @param first the first position that is kept; the one after the last removed one when there is none
 * @param topic the topic that lost events, if the subscription is to several; otherwise {@code null}
 */
public record Gap(Reason reason, long requested, long first, @Nullable String topic) implements Frame {

    /**
     * A gap in everything that was subscribed to.
     *
     * @param reason why
     * @param requested the position after which events were asked for
     * @param first the first position that is kept
     */
    public Gap(Reason reason, long requested, long first) {
        this(reason, requested, first, null);
    }

    /** Why a place in the journal cannot be honoured. */
    public enum Reason {
        /** Retention has removed events after the place, or the topic was deleted. */
        TRUNCATED,
        /** The cursor is of another journal, or of another history of this one. */
        EPOCH,
        /** The cursor is ahead of the journal: it was restored from an older backup. */
        AHEAD
    }
}
