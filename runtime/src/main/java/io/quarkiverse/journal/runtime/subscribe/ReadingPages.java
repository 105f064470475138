package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.Trimmed;

/**
 * The pages of one reading: at most one is held, and the next one asked for while it is being given. When the memory that all
 * readings share has taken a page away, smaller ones are asked for.
 * <p>
 * Belongs to the thread that polls, but for {@link #close}.
 */
final class ReadingPages {

    /** No limit but the one that is configured. */
    private static final int LARGEST = 1 << 20;
    private static final int SMALLEST = 32;

    private final ReadingSources sources;
    private final EventFilter filter;
    private final RemovedEvents removed;
    private final Marks marks;
    private final Runnable signal;
    private volatile Question<Leased<Page>> question;
    private volatile @Nullable HeldPage page;
    private volatile boolean closed;
    private int size = LARGEST;

    ReadingPages(ReadingSources sources, EventFilter filter, RemovedEvents removed, Marks marks, Runnable signal) {
        this.sources = sources;
        this.filter = filter;
        this.removed = removed;
        this.marks = marks;
        this.signal = signal;
        this.question = sources.leases(signal);
    }

    /**
     * The page at hand, with its events taken up, if there is one. What a new one tells of removed events is said first.
     *
     * @param place where the reading is
     */
    @Nullable
    HeldPage held(long place, FrameSink sink) {
        HeldPage present = page;
        if (present == null) {
            Leased<Page> answered = question.take();
            if (answered != null) {
                List<Trimmed> trimmed = removed.learn(answered.page().raised());
                Beginning.truncated(place, trimmed, filter.singleTopic() != null).forEach(sink::gap);
                marks.learn(trimmed);
                present = new HeldPage(answered, removed);
                page = present;
                if (closed) {
                    // Closed from another thread just before: nobody else would give it back.
                    present.giveBack();
                }
                if (present.isFollowed() && !sources.memory().isTight() && !sources.tail().covers(present.through() + 1)) {
                    // Asked for ahead, while this one is being given.
                    ask(present.next(filter, removed.trims(), size));
                }
            }
        }
        return present == null || present.up() ? present : lost(present);
    }

    /** Reads again from the place, in pieces of which it loses less. */
    private @Nullable HeldPage lost(HeldPage present) {
        size = Math.max(SMALLEST, present.given());
        drop();
        return null;
    }

    /** Whether a page is asked for, or waits to be taken: no other can be asked for then. */
    boolean isAsked() {
        return question.isAsked();
    }

    /** Asks for what follows a place. */
    void askBehind(long place) {
        ask(new PageRequest(place, filter, removed.trims(), size));
    }

    private void ask(PageRequest wanted) {
        question.ask(sources.pages(), sources.pages().page(wanted)
                .map(found -> new Leased<>(found.withoutEvents(), sources.memory().lease(found.events()))));
    }

    /** The page at hand is not needed any more: all of it was given. */
    void done() {
        giveBack();
        size = Math.min(LARGEST, 2 * size);
    }

    /** Neither what is at hand nor what is asked for is wanted. */
    void drop() {
        question.cancel();
        question = sources.leases(signal);
        if (closed) {
            question.cancel();
        }
        giveBack();
    }

    private void giveBack() {
        HeldPage present = page;
        if (present != null) {
            present.giveBack();
        }
        page = null;
    }

    /** Frees what is held, and takes nothing more. */
    void close() {
        closed = true;
        question.cancel();
        HeldPage present = page;
        if (present != null) {
            present.giveBack();
        }
    }
}
