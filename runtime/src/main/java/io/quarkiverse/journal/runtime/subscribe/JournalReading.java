package io.quarkiverse.journal.runtime.subscribe;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Decides what comes next for one subscriber, and gives it: what is removed, the sentinel, the events of a page or of the tail,
 * the end; or nothing, until a page has been read or something happens. Where it begins, how pages come and how it waits is
 * the matter of {@link ReadingHistory}, {@link ReadingPages} and {@link TailWait}.
 * <p>
 * Reads pages from PostgreSQL until its place lies inside the node's tail, then walks the tail; when it falls out of the tail,
 * it reads pages again. The sentinel comes when its place reaches the head that was read after it began: nothing beyond
 * that head is given before.
 * <p>
 * No hole that is not said: a page tells how far it is complete and what was removed under it, and the tail holds consecutive
 * positions. No duplicate: the place only grows, and only what lies beyond it is given.
 */
final class JournalReading implements Reading {

    /**
     * How many events of the tail are looked at in one poll, so that a filter that matches little does not hold a thread long.
     */
    private static final int LOOKED_AT = 4096;

    private final Subscription subscription;
    private final EventFilter filter;
    private final ReadingSources sources;
    private final Marks marks;
    private final NamedPlace named = new NamedPlace();
    private final RemovedEvents removed = new RemovedEvents();
    private final ReadingHistory history;
    private final ReadingPages pages;
    private final TailWait wait;
    private final AtomicBoolean closed = new AtomicBoolean();

    private @Nullable ReadingState state;
    private boolean finished;

    JournalReading(Subscription subscription, ReadingSources sources, Runnable signal) {
        this.subscription = subscription;
        this.filter = EventFilter.of(subscription);
        this.sources = sources;
        this.marks = new Marks(subscription, filter.singleTopic());
        this.history = new ReadingHistory(subscription, filter, sources, marks, named, removed, signal);
        this.pages = new ReadingPages(sources, filter, removed, marks, signal);
        this.wait = new TailWait(sources.tail(), filter, signal);
    }

    @Override
    public Poll poll(int max, FrameSink sink) {
        if (closed.get() || finished) {
            return Poll.FINISHED;
        }
        if (sources.tail().isClosed()) {
            throw new JournalClosedException();
        }
        ReadingState begun = state;
        begun = begun == null ? history.begin(sink) : inPresentHistory(begun, sink);
        if (begun == null) {
            return Poll.WAITING;
        }
        state = begun;
        return advance(begun, max, sink);
    }

    /**
     * @return {@code null} while the database has not told what the journal is now
     */
    private @Nullable ReadingState inPresentHistory(ReadingState from, FrameSink sink) {
        if (!history.isAnother() || history.leaves(from)) {
            return from;
        }
        ReadingState restarted = history.restart(from, sink);
        if (restarted != null) {
            pages.drop();
            wait.forget();
        }
        return restarted;
    }

    private Poll advance(ReadingState from, int max, FrameSink sink) {
        ReadingState now = from;
        int left = max;
        int looked = 0;
        while (true) {
            if (now.sentinelIsDue()) {
                finished = marks.giveSentinel(sink);
                if (subscription.sentinel()) {
                    named.name(now.target());
                }
                now = now.afterSentinel();
                state = now;
            }
            if (finished || marks.giveEnd(now, sink)) {
                finish();
                return Poll.FINISHED;
            }
            if (left <= 0 || looked >= LOOKED_AT) {
                return Poll.MORE;
            }
            HeldPage held = pages.held(now.place(), sink);
            if (held != null) {
                left -= held.give(now.limit(), left, event -> give(event, sink));
                now = afterPage(now, held);
                held.down();
            } else if (now.caughtUp() && wait.nothingThrough() > now.place()) {
                now = now.movedTo(wait.nothingThrough());
            } else if (inTail(now)) {
                if (pages.isAsked()) {
                    // The page that was asked for ahead is not needed, but has to be taken before another can be asked for.
                    return Poll.WAITING;
                }
                if (now.place() >= sources.tail().head()) {
                    if (wait.park(now.place())) {
                        return Poll.WAITING;
                    }
                    continue;
                }
                Walk walk = walkTail(now, LOOKED_AT - looked, left, sink);
                left -= walk.given;
                looked += (int) (walk.through - now.place());
                now = now.movedTo(walk.through);
            } else {
                pages.askBehind(now.place());
                return Poll.WAITING;
            }
            state = now;
        }
    }

    private void give(StoredEvent event, FrameSink sink) {
        marks.give(event, sink);
        named.name(event.position());
    }

    private void finish() {
        finished = true;
        close();
    }

    /** Whether what follows the place is to be looked for in memory. A tail that lags behind the sentinel is not waited for. */
    private boolean inTail(ReadingState now) {
        return sources.tail().covers(now.place() + 1) && (now.caughtUp() || now.place() < sources.tail().head())
                || now.caughtUp() && now.place() > sources.tail().head();
    }

    private ReadingState afterPage(ReadingState now, HeldPage held) {
        ReadingState moved = now.movedTo(held.reached(now.limit()));
        if (held.isDone(now.limit())) {
            pages.done();
            named.learn(held.cursor());
            removed.passed(moved.place());
        }
        return moved;
    }

    private record Walk(int given, long through) {
    }

    private Walk walkTail(ReadingState now, int furthest, int most, FrameSink sink) {
        long position = now.place();
        long last = Math.min(Math.min(sources.tail().head(), now.limit()), position + furthest);
        int given = 0;
        while (position < last && given < most) {
            StoredEvent event = sources.tail().get(position + 1);
            if (event == null) {
                break;
            }
            position++;
            if (filter.matches(event.data()) && !removed.contains(event)) {
                give(event, sink);
                given++;
            }
        }
        return new Walk(given, position);
    }

    @Override
    public boolean hasBegun() {
        return state != null;
    }

    /**
     * A place behind an end that is not given is none: the poll that comes there gives it. What is read for its time is not
     * named before the sentinel: resumed at a place, all that follows it would come.
     */
    @Override
    public @Nullable Cursor namePlace() {
        ReadingState now = state;
        if (now == null || finished || closed.get() || !now.caughtUp() && filter.afterMicros() != null) {
            return null;
        }
        if (now.caughtUp()) {
            now = now.movedTo(wait.passed());
            state = now;
        }
        Cursor place = named.beyond(now.place(), sources.tail());
        // Looked at last: what is in memory now may be of another history than the place.
        if (place == null || history.isAnother()) {
            return null;
        }
        named.name(place.position());
        return place;
    }

    @Override
    public boolean isPastEnd() {
        return marks.isPastEnd();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            history.close();
            pages.close();
            wait.close();
            sources.closed();
        }
    }
}
