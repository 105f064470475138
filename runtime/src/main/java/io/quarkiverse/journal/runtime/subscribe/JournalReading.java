package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.Trimmed;
import io.quarkiverse.journal.runtime.tail.Parked;
import io.quarkiverse.journal.runtime.tail.Rewind;

/**
 * Reads pages from PostgreSQL until its place lies inside the node's tail, then walks the tail; when it falls out of the tail,
 * it reads pages again. The sentinel comes when its place reaches the head that was read after it began: nothing beyond
 * that head is given before.
 * <p>
 * No hole that is not said: a page tells how far it is complete and what was removed under it, and the tail holds consecutive
 * positions. No duplicate: the place only grows,
 * and
 * only what lies beyond it is given.
 */
final class JournalReading implements Reading, Parked {

    /**
     * How many events of the tail are looked at in one poll, so that a filter that matches little does not hold a thread long.
     */
    private static final int LOOKED_AT = 4096;
    /** No limit but the one that is configured. */
    private static final int LARGEST_PAGE = 1 << 20;
    private static final int SMALLEST_PAGE = 32;

    private final Subscription subscription;
    private final EventFilter filter;
    private final ReadingSources sources;
    private final Runnable signal;
    private final Marks marks;
    private final NamedPlace named = new NamedPlace();
    private final RemovedEvents removed = new RemovedEvents();
    private final Question<Opening> openings;
    private volatile Question<Leased<Page>> pages;
    private final AtomicBoolean closed = new AtomicBoolean();

    private @Nullable ReadingState state;
    private long seenTrims;
    private volatile @Nullable HeldPage page;
    private int pageSize = LARGEST_PAGE;
    /** How often the journal had gone back when the state was true, and when the extent was asked for. */
    private int rewinds;
    private int rewindsAtQuestion;
    private boolean finished;
    private volatile long nothingThrough;

    JournalReading(Subscription subscription, ReadingSources sources, Runnable signal) {
        this.subscription = subscription;
        this.filter = EventFilter.of(subscription);
        this.sources = sources;
        this.signal = signal;
        this.marks = new Marks(subscription, filter.singleTopic());
        this.openings = sources.openings(signal);
        this.pages = sources.leases(signal);
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
        begun = begun == null ? begin(sink) : goneBack(begun, sink);
        if (begun == null) {
            return Poll.WAITING;
        }
        state = begun;
        return advance(begun, max, sink);
    }

    /**
     * @return {@code null} while the database has not told what the journal is
     */
    private @Nullable ReadingState begin(FrameSink sink) {
        Opening opening = openings.take();
        if (opening == null) {
            rewinds = sources.tail().rewind().number();
            openings.ask(sources.pages(), sources.pages().opening(subscription.start(), filter));
            return null;
        }
        Beginning beginning = Beginning.of(subscription.start(), opening, ofOneTopic());
        boolean pastEnd = opening.isPastEnd(subscription.start());
        if (!pastEnd) {
            beginning.gaps().forEach(sink::gap);
        }
        removed.learn(opening.raised().topics());
        seenTrims = opening.raised().trims();
        named.begin(Beginning.namedByReader(subscription.start(), opening.extent()), opening.extent().headCursor());
        return ReadingState.startingAt(pastEnd ? opening.extent().head() : beginning.place(), marks.settle(opening, pastEnd));
    }

    /**
     * Looks whether the journal went back behind the place, to an older backup. The place belongs to another history then.
     *
     * @return {@code null} while the database has not told what the journal is now
     */
    private @Nullable ReadingState goneBack(ReadingState from, FrameSink sink) {
        Rewind rewind = sources.tail().rewind();
        if (rewind.number() == rewinds) {
            return from;
        }
        long common = rewind.commonSince(rewinds);
        if (from.place() <= common && from.target() <= common && marks.endsBy(common)) {
            rewinds = rewind.number();
            named.learn(null);
            // The backup may count fewer: what is raised from now on must not look known.
            seenTrims = 0;
            return from;
        }
        Opening opening = openings.take();
        if (opening == null || rewindsAtQuestion != rewind.number()) {
            if (!openings.isAsked()) {
                rewindsAtQuestion = rewind.number();
                openings.ask(sources.pages(), sources.pages().opening(Start.after(from.place()), filter));
            }
            return null;
        }
        rewinds = rewind.number();
        // What was read, or is being read, may be of the former history.
        dropPages();
        nothingThrough = 0;
        named.learn(opening.extent().headCursor());
        long target = marks.settle(opening, false);
        List<Trimmed> trimmed = removed.learn(opening.raised().topics());
        seenTrims = opening.raised().trims();
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
            HeldPage held = heldPage(now, sink);
            if (held != null) {
                left -= held.give(now.limit(), left, event -> give(event, sink));
                now = afterPage(now, held);
                held.down();
            } else if (now.caughtUp() && nothingThrough > now.place()) {
                now = now.movedTo(nothingThrough);
            } else if (inTail(now)) {
                if (pages.isAsked()) {
                    // The page that was asked for ahead is not needed, but has to be taken before another can be asked for.
                    return Poll.WAITING;
                }
                if (now.place() >= sources.tail().head()) {
                    if (park(now)) {
                        return Poll.WAITING;
                    }
                    continue;
                }
                Walk walk = walkTail(now, LOOKED_AT - looked, left, sink);
                left -= walk.given;
                looked += (int) (walk.through - now.place());
                now = now.movedTo(walk.through);
            } else {
                askForPage(new PageRequest(now.place(), filter, seenTrims, pageSize));
                return Poll.WAITING;
            }
            state = now;
        }
    }

    private @Nullable HeldPage heldPage(ReadingState now, FrameSink sink) {
        HeldPage present = page;
        if (present == null) {
            Leased<Page> answered = pages.take();
            if (answered != null) {
                seenTrims = answered.page().raised().trims();
                List<Trimmed> trimmed = removed.learn(answered.page().raised().topics());
                Beginning.truncated(now.place(), trimmed, ofOneTopic()).forEach(sink::gap);
                marks.learn(trimmed);
                present = new HeldPage(answered, removed);
                page = present;
                if (closed.get()) {
                    // Closed from another thread just before: nobody else would give it back.
                    present.giveBack();
                }
                if (present.isFollowed() && !sources.memory().isTight() && !sources.tail().covers(present.through() + 1)) {
                    // Asked for ahead, while this one is being given.
                    askForPage(present.next(filter, seenTrims, pageSize));
                }
            }
        }
        return present == null || present.up() ? present : lost(present);
    }

    /** Reads again from the place, in pieces of which it loses less. */
    private @Nullable HeldPage lost(HeldPage present) {
        pageSize = Math.max(SMALLEST_PAGE, present.given());
        dropPages();
        return null;
    }

    private void dropPages() {
        pages.cancel();
        pages = sources.leases(signal);
        if (closed.get()) {
            pages.cancel();
        }
        giveBackPage();
    }

    private void giveBackPage() {
        HeldPage present = page;
        if (present != null) {
            present.giveBack();
        }
        page = null;
    }

    private void give(StoredEvent event, FrameSink sink) {
        marks.give(event, sink);
        named.name(event.position());
    }

    private boolean park(ReadingState now) {
        boolean parked = sources.tail().park(this, now.place());
        if (parked && closed.get()) {
            // Closed from another thread just before: nobody else would take it out.
            sources.tail().unpark(this);
        }
        if (!parked && sources.tail().isClosed()) {
            throw new JournalClosedException();
        }
        return parked;
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

    private void askForPage(PageRequest wanted) {
        pages.ask(sources.pages(), sources.pages().page(wanted)
                .map(found -> new Leased<>(found.withoutEvents(), sources.memory().lease(found.events()))));
    }

    private ReadingState afterPage(ReadingState now, HeldPage held) {
        ReadingState moved = now.movedTo(held.reached(now.limit()));
        if (held.isDone(now.limit())) {
            giveBackPage();
            pageSize = Math.min(LARGEST_PAGE, 2 * pageSize);
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
     * named
     * before the sentinel: resumed at a place, all that follows it would come.
     */
    @Override
    public @Nullable Cursor namePlace() {
        ReadingState now = state;
        if (now == null || finished || closed.get() || !now.caughtUp() && filter.afterMicros() != null) {
            return null;
        }
        if (now.caughtUp()) {
            now = now.movedTo(sources.tail().passedBy(this));
            state = now;
        }
        Cursor place = named.beyond(now.place(), sources.tail());
        // Looked at last: what is in memory now may be of another history than the place.
        if (place == null || sources.tail().rewind().number() != rewinds) {
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
    public EventFilter filter() {
        return filter;
    }

    @Override
    public void wake(long through) {
        nothingThrough = through;
        signal.run();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            openings.cancel();
            pages.cancel();
            sources.closed(this);
            HeldPage present = page;
            if (present != null) {
                present.giveBack();
            }
        }
    }
}
