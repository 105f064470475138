package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.TopicEnding;
import io.quarkiverse.journal.runtime.store.Trimmed;

/**
 * What a reading gives beside events: the sentinel, and the ends of topics.
 * <p>
 * Belongs to the thread that polls.
 */
final class Marks {

    private final Subscription subscription;
    /** The topic that is read, if it is one by its name: the end of that is the reading's own. */
    private final @Nullable String topic;
    private @Nullable CaughtUp sentinel;
    /** The frame after which nothing comes, once it is known. */
    private @Nullable End end;
    private boolean pastEnd;
    private String epoch = "";

    Marks(Subscription subscription, @Nullable String topic) {
        this.subscription = subscription;
        this.topic = topic;
    }

    /** Whether the reading began at or after its end. */
    boolean isPastEnd() {
        return pastEnd;
    }

    /** Whether the end, if it is known, is part of what two histories have in common. */
    boolean endsBy(long common) {
        return end == null || end.position() <= common;
    }

    /**
     * Settles what sentinel and end will be. Nothing of a topic follows its end, and who breaks off between the two still gets
     * the end.
     *
     * @param isPastEnd whether the reading begins at or after its end
     * @return up to where it is to be read before the sentinel
     */
    long settle(Opening opening, boolean isPastEnd) {
        pastEnd = isPastEnd;
        Extent extent = opening.extent();
        epoch = extent.epoch();
        TopicEnding ending = opening.coveredEnding();
        if (ending == null) {
            end = null;
            sentinel = new CaughtUp(extent.head(), extent.headCursor());
            return extent.head();
        }
        end = new End(ending.position(), ending.after());
        sentinel = new CaughtUp(extent.head(), isPastEnd ? extent.headCursor() : ending.before());
        return ending.position() - 1;
    }

    /** The end that was removed before it was met, among the events that a gap has told of. */
    void learn(List<Trimmed> trimmed) {
        for (Trimmed lost : trimmed) {
            if (topic != null && lost.lostItsEnd()) {
                end = new End(lost.ended(), new Cursor(epoch, lost.ended(), 0));
            }
        }
    }

    /** Gives an event, or what an end is for this reading. */
    void give(StoredEvent event, FrameSink sink) {
        if (!event.data().isEnd()) {
            sink.event(event);
        } else if (topic == null) {
            sink.topicClosed(new TopicClosed(event.data().topic(), event.position(), event.cursor()));
        } else {
            end = new End(event.position(), event.cursor());
        }
    }

    /**
     * Gives the sentinel, if it is wanted.
     *
     * @return whether that was all
     */
    boolean giveSentinel(FrameSink sink) {
        CaughtUp due = sentinel;
        if (subscription.sentinel() && due != null) {
            sink.caughtUp(due);
        }
        sentinel = null;
        return !subscription.live() && end == null;
    }

    /**
     * Gives the end if everything before it has been given.
     *
     * @return whether it has been given
     */
    boolean giveEnd(ReadingState now, FrameSink sink) {
        End last = end;
        if (last == null || !now.caughtUp() || now.place() < last.position() - 1) {
            return false;
        }
        sink.end(last);
        return true;
    }
}
