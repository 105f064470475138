package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Trimmed;
import io.quarkiverse.journal.runtime.tail.Rewind;

/**
 * Where a reading begins in the history that the journal has, and where it goes on in another one: when an older backup has
 * taken the database's place.
 * <p>
 * Belongs to the thread that polls, but for {@link #close}.
 */
final class ReadingHistory {

    private final Subscription subscription;
    private final EventFilter filter;
    private final ReadingSources sources;
    private final Marks marks;
    private final NamedPlace named;
    private final RemovedEvents removed;
    private final Question<Opening> question;
    /** How often the journal had gone back when the state was true, and when the extent was asked for. */
    private int rewinds;
    private int rewindsAtQuestion;

    ReadingHistory(Subscription subscription, EventFilter filter, ReadingSources sources, Marks marks, NamedPlace named,
            RemovedEvents removed, Runnable signal) {
        this.subscription = subscription;
        this.filter = filter;
        this.sources = sources;
        this.marks = marks;
        this.named = named;
        this.removed = removed;
        this.question = sources.openings(signal);
    }

    /**
     * Begins.
     *
     * @return {@code null} while the database has not told what the journal is
     */
    @Nullable
    ReadingState begin(FrameSink sink) {
        Opening opening = question.take();
        if (opening == null) {
            rewinds = sources.tail().rewind().number();
            question.ask(sources.pages(), sources.pages().opening(subscription.start(), filter));
            return null;
        }
        Beginning beginning = Beginning.of(subscription.start(), opening, ofOneTopic());
        boolean pastEnd = opening.isPastEnd(subscription.start());
        if (!pastEnd) {
            beginning.gaps().forEach(sink::gap);
        }
        removed.learn(opening.raised());
        named.begin(Beginning.namedByReader(subscription.start(), opening.extent()), opening.extent().headCursor());
        return ReadingState.startingAt(pastEnd ? opening.extent().head() : beginning.place(), marks.settle(opening, pastEnd));
    }

    /** Whether the journal has another history than when the reading looked last. */
    boolean isAnother() {
        return sources.tail().rewind().number() != rewinds;
    }

    /** Whether the other history is the same as far as the reading has come and knows; it just goes on then. */
    boolean leaves(ReadingState from) {
        Rewind rewind = sources.tail().rewind();
        long common = rewind.commonSince(rewinds);
        if (from.place() > common || from.target() > common || !marks.endsBy(common)) {
            return false;
        }
        rewinds = rewind.number();
        named.learn(null);
        // The backup may count fewer: what is raised from now on must not look known.
        removed.forgetTrims();
        return true;
    }

    /**
     * Finds a place in the other history. What was read, or is being read, may be of the former one.
     *
     * @return {@code null} while the database has not told what the journal is now
     */
    @Nullable
    ReadingState restart(ReadingState from, FrameSink sink) {
        Rewind rewind = sources.tail().rewind();
        Opening opening = question.take();
        if (opening == null || rewindsAtQuestion != rewind.number()) {
            if (!question.isAsked()) {
                rewindsAtQuestion = rewind.number();
                question.ask(sources.pages(), sources.pages().opening(Start.after(from.place()), filter));
            }
            return null;
        }
        long common = rewind.commonSince(rewinds);
        rewinds = rewind.number();
        named.learn(opening.extent().headCursor());
        long target = marks.settle(opening, false);
        List<Trimmed> trimmed = removed.learn(opening.raised());
        if (from.place() <= common) {
            Beginning.truncated(from.place(), trimmed, ofOneTopic()).forEach(sink::gap);
            return from.restartedAt(from.place(), target);
        }
        named.begin(0, opening.extent().headCursor());
        sink.gap(new Gap(Gap.Reason.AHEAD, from.place(), opening.extent().floor() + 1));
        return from.restartedAt(opening.extent().floor(), target);
    }

    private boolean ofOneTopic() {
        return filter.singleTopic() != null;
    }

    /** Asks no more. */
    void close() {
        question.cancel();
    }
}
